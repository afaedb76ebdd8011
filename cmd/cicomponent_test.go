package cmd

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// component is what templates/check.yml may say: the header of a component for GitLab CI/CD, and its jobs.
type component struct {
	Spec struct {
		Inputs map[string]struct {
			Description string
			Default     *string
			Options     []string
		}
	}
}

type componentJob struct {
	Stage, Image string
	Needs        []string
	Variables    map[string]string
	Script       []string
	Artifacts    struct {
		When    string
		Expire  string `yaml:"expire_in"`
		Reports map[string]string
		Paths   []string
	}
}

// readComponent reads the component, with inputs in the place of their defaults.
func readComponent(t *testing.T, inputs map[string]string) map[string]componentJob {
	t.Helper()
	header, body, ok := strings.Cut(read(t, "../templates/check.yml"), "\n---\n")
	var c component
	if err := yaml.Load([]byte(header), &c, yaml.WithKnownFields()); err != nil || !ok {
		t.Fatalf("%v, want a header, and what it is the header of", err)
	}
	used := map[string]bool{}
	body = regexp.MustCompile(`\$\[\[ inputs\.([a-z-]+) \]\]`).ReplaceAllStringFunc(body, func(text string) string {
		name := strings.TrimSuffix(strings.TrimPrefix(text, "$[[ inputs."), " ]]")
		used[name] = true
		value, given := inputs[name]
		if is := c.Spec.Inputs[name]; !given && is.Default != nil {
			value, given = *is.Default, true
		}
		if !given {
			t.Errorf("the input %s is not declared, or has to be given", name)
		}
		if value == "" {
			return `""`
		}
		return value
	})
	for _, name := range slices.Sorted(maps.Keys(c.Spec.Inputs)) {
		if is := c.Spec.Inputs[name]; !used[name] || is.Description == "" {
			t.Errorf("the input %s is not used, or not described", name)
		}
	}
	jobs := map[string]componentJob{}
	if err := yaml.Load([]byte(body), &jobs, yaml.WithKnownFields()); err != nil {
		t.Fatal(err)
	}
	return jobs
}

// componentSteps are the scripts of its jobs, one behind the other, in the folder that artifacts carry from job to job.
func componentSteps(t *testing.T) []string {
	t.Helper()
	jobs := readComponent(t, map[string]string{"url": "$BACKEND_URL", "run": "$BACKEND_COMMAND", "require-denial": "\"true\""})
	build, check := jobs["chatcb build"], jobs["chatcb check"]
	if len(jobs) != 2 || !slices.Equal(check.Needs, []string{"chatcb build"}) || !slices.Equal(build.Artifacts.Paths, []string{".bin"}) {
		t.Fatalf("got %+v, want a job that builds and one that checks with what was built", jobs)
	}
	steps := []string{strings.Join(build.Script, "\n"), "export CI_PROJECT_DIR=\"$PWD\"\n"}
	for _, name := range slices.Sorted(maps.Keys(check.Variables)) {
		steps[1] += "export " + name + "=\"" + check.Variables[name] + "\"\n"
	}
	steps[1] += strings.Join(check.Script, "\n")
	return steps
}
