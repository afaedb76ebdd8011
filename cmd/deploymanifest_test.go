package cmd

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"

	"go.yaml.in/yaml/v4"
)

// job is what the manifest may say: the fields of batch/v1 that it uses, under the names that they have there. Any other
// is an error, so that a misspelt one, which a cluster would refuse, does not pass here.
type job struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
	Metadata   struct {
		Name string `yaml:"name"`
	} `yaml:"metadata"`
	Spec struct {
		CompletionMode string `yaml:"completionMode"`
		Completions    int    `yaml:"completions"`
		Parallelism    int    `yaml:"parallelism"`
		BackoffLimit   *int   `yaml:"backoffLimit"`
		Template       struct {
			Spec podSpec `yaml:"spec"`
		} `yaml:"template"`
	} `yaml:"spec"`
}

type podSpec struct {
	RestartPolicy                string `yaml:"restartPolicy"`
	AutomountServiceAccountToken *bool  `yaml:"automountServiceAccountToken"`
	SecurityContext              struct {
		RunAsNonRoot   bool              `yaml:"runAsNonRoot"`
		RunAsUser      int               `yaml:"runAsUser"`
		RunAsGroup     int               `yaml:"runAsGroup"`
		FSGroup        int               `yaml:"fsGroup"`
		SeccompProfile map[string]string `yaml:"seccompProfile"`
	} `yaml:"securityContext"`
	Containers []container `yaml:"containers"`
	Volumes    []volume    `yaml:"volumes"`
}

// volume is a claim or a secret.
type volume struct {
	Name  string `yaml:"name"`
	Claim *struct {
		Name string `yaml:"claimName"`
	} `yaml:"persistentVolumeClaim"`
	Secret *struct {
		Name string `yaml:"secretName"`
	} `yaml:"secret"`
}

type container struct {
	Name            string   `yaml:"name"`
	Image           string   `yaml:"image"`
	Args            []string `yaml:"args"`
	SecurityContext struct {
		AllowPrivilegeEscalation *bool               `yaml:"allowPrivilegeEscalation"`
		ReadOnlyRootFilesystem   bool                `yaml:"readOnlyRootFilesystem"`
		Capabilities             map[string][]string `yaml:"capabilities"`
	} `yaml:"securityContext"`
	Resources    map[string]map[string]string `yaml:"resources"`
	VolumeMounts []struct {
		Name      string `yaml:"name"`
		MountPath string `yaml:"mountPath"`
		ReadOnly  bool   `yaml:"readOnly"`
	} `yaml:"volumeMounts"`
}

func readJob(t *testing.T) *job {
	t.Helper()
	text, err := os.ReadFile("../deploy/simulate-job.yaml")
	if err != nil {
		t.Fatal(err)
	}
	j := new(job)
	if err := yaml.Load(text, j, yaml.WithKnownFields()); err != nil {
		t.Fatal(err)
	}
	return j
}

func TestJobManifest(t *testing.T) {
	j := readJob(t)
	s, pod := &j.Spec, &j.Spec.Template.Spec
	if j.APIVersion != "batch/v1" || j.Kind != "Job" || s.CompletionMode != "Indexed" || len(pod.Containers) != 1 {
		t.Fatalf("got %+v, want an Indexed Job of one container", j)
	}
	c := &pod.Containers[0]
	for what, ok := range map[string]bool{
		"as many at a time as there are shards":     s.Completions == s.Parallelism && s.Completions > 1,
		"no pod that fails begins again":            s.BackoffLimit != nil && *s.BackoffLimit == 0 && pod.RestartPolicy == "Never",
		"a user without rights":                     pod.SecurityContext.RunAsNonRoot && pod.SecurityContext.RunAsUser > 0,
		"no rights to win":                          c.SecurityContext.AllowPrivilegeEscalation != nil && !*c.SecurityContext.AllowPrivilegeEscalation,
		"no capabilities":                           slices.Equal(c.SecurityContext.Capabilities["drop"], []string{"ALL"}),
		"nothing to write to but the volumes":       c.SecurityContext.ReadOnlyRootFilesystem,
		"no account of the cluster":                 pod.AutomountServiceAccountToken != nil && !*pod.AutomountServiceAccountToken,
		"the group of the volume is the user's":     pod.SecurityContext.FSGroup == pod.SecurityContext.RunAsGroup,
		"a name that DNS allows":                    regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`).MatchString(j.Metadata.Name),
		"shards by the index, as many as there are": slices.Contains(c.Args, fmt.Sprintf("--shard=$(JOB_COMPLETION_INDEX)/%d", s.Completions)),
	} {
		if !ok {
			t.Errorf("want %s", what)
		}
	}
	for _, amounts := range c.Resources {
		for what, amount := range amounts {
			if !regexp.MustCompile(`^[0-9]+(m|Mi|Gi)?$`).MatchString(amount) {
				t.Errorf("%s: got %q, want a quantity", what, amount)
			}
		}
	}
	for _, m := range c.VolumeMounts {
		fits := func(v volume) bool {
			return v.Name == m.Name && (v.Claim != nil) != m.ReadOnly && (v.Secret != nil) == m.ReadOnly
		}
		if !slices.ContainsFunc(pod.Volumes, fits) {
			t.Errorf("got no volume for %+v", m)
		}
	}
}
