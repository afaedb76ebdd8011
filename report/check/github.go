package check

import (
	"crypto/rand"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/report/safe"
)

// maxAnnotations is how many annotations of one kind GitHub shows for a step.
const maxAnnotations = 10

// InActions reports whether this is a step of GitHub Actions, where annotations are written without being asked for.
func InActions(getenv func(string) string) bool { return getenv("GITHUB_ACTIONS") == "true" }

// StopCommands keeps the runner of GitHub Actions from obeying what is written from now on until resume is called: a
// line of a receiver's that begins with "::" must not set an output of somebody's workflow. The token is random, so that
// the receiver cannot end it.
func StopCommands(w io.Writer) (resume func()) {
	token := "chatcb-" + rand.Text()
	fmt.Fprintf(w, "::stop-commands::%s\n", token)
	return func() { fmt.Fprintf(w, "::%s::\n", token) }
}

// annotation is one workflow command.
type annotation struct {
	level   string // error, warning or notice
	title   string
	message string // lines
	file    string // "file.yaml:12", or ""
}

// github renders a run as workflow commands of GitHub Actions: the worst first, at most ten, of which the last says how
// many were left out.
func github(w io.Writer, v *view) error {
	list := v.annotations()
	if left := len(list) - maxAnnotations + 1; len(list) > maxAnnotations {
		list = append(list[:maxAnnotations-1], annotation{
			level: list[maxAnnotations-1].level, title: "chatcb: " + v.words.Say("check.more", "n", left),
			message: v.words.Say("check.more-findings", "n", left),
		})
	}
	for i := range list {
		fmt.Fprintln(w, list[i].command())
	}
	return nil
}

// annotations lists all there would be: what is wrong with the run as a whole, what fails, the baseline, then warnings.
func (v *view) annotations() []annotation {
	var whole, baseline []annotation
	if v.Cause != "" {
		whole = append(whole, annotation{level: "error", title: "chatcb: " + v.words.Say("check.one-cause-short"), message: v.Cause})
	}
	for _, tr := range v.Troubles() {
		a := annotation{level: "error", title: "chatcb: " + tr.ID, message: tr.Message}
		if tr.Tool {
			whole = append(whole, a)
		} else {
			baseline = append(baseline, a)
		}
	}
	byKind := make(map[kind][]annotation)
	for _, p := range v.Problems() {
		level := map[kind]string{failing: "error", warned: "warning"}[p.Kind]
		byKind[p.Kind] = append(byKind[p.Kind], annotation{level, p.Label() + " " + p.Title(), p.plain(), p.Case.File})
	}
	return slices.Concat(whole, byKind[failing], baseline, byKind[warned])
}

// plain tells a problem in a few lines of text.
func (p *problem) plain() string {
	lines := []string{safe.Text(p.Message)}
	for _, part := range p.Short().Only("leak", "expected", "received", "fix", "cases", "again") {
		lines = append(lines, p.Case.run.words.Label(part.Name)+": "+safe.Text(safe.Clip(part.Text, 1000)))
	}
	return strings.Join(lines, "\n")
}

// command spells the annotation. Percent, CR and LF are escaped in data, and colon and comma too in properties.
func (a *annotation) command() string {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	where := ""
	if file, line := fileLine(a.file); file != "" {
		where = fmt.Sprintf("file=%s,line=%d,", property.Replace(file), line)
	}
	return fmt.Sprintf("::%s %stitle=%s::%s", a.level, where, property.Replace(a.title), data.Replace(a.message))
}

// fileLine splits "file.yaml:12". Without a number it is line 1.
func fileLine(text string) (file string, line int) {
	i := strings.LastIndexByte(text, ':')
	if i < 0 {
		return text, 1
	}
	n, err := strconv.Atoi(text[i+1:])
	if err != nil || n < 1 {
		return text, 1
	}
	return text[:i], n
}
