// Package spec is chatcb spec: the sentences of the contract, and by what each is tested.
package spec

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios/catalogue"
	"github.com/spf13/cobra"
)

type options struct {
	app *app.App
	run string
}

func New(a *app.App) *cobra.Command {
	o := &options{app: a}
	c := &cobra.Command{
		Use:   "spec",
		Short: "List the sentences of the contract, and by what each is tested",
		Long: `spec prints the sentences of the page "Before a Friend Is Added", in its order: each with the rules and scenarios that
test it, or the reason why nothing does. With --run it says what of that was at work in a run of check.`,
		Example: `  chatcb spec
  chatcb check :3000/hook --report json=run.json; chatcb spec --run run.json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return o.show() },
	}
	c.Flags().StringVar(&o.run, "run", "", "JSON report of a run of check")
	return c
}

// sentenceJSON is a sentence as --output json shows it.
type sentenceJSON struct {
	Text     string   `json:"text"`
	Status   string   `json:"status"`
	By       []string `json:"by,omitempty"`
	Observed []string `json:"observed,omitempty"`
	Reason   string   `json:"reason,omitempty"`
}

func (o *options) show() error {
	var run *result.Run
	if o.run != "" {
		var err error
		if run, err = readRun(o.run); err != nil {
			return exit.Usagef("--run: %w", err)
		}
	}
	var list []sentenceJSON
	count := map[string]int{}
	for _, s := range catalogue.Sentences() {
		j := sentenceJSON{Text: s.Text, Status: "tested", By: s.Tested, Reason: s.Excluded}
		switch {
		case s.Excluded != "":
			j.Status = "excluded"
		case run != nil:
			if j.Observed = s.Observed(run); len(j.Observed) > 0 {
				j.Status = "observed"
			}
		}
		count[j.Status]++
		list = append(list, j)
	}
	if o.app.Output != "text" {
		e := json.NewEncoder(o.app.Stdout)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(list)
	}
	for i := range list {
		o.sentence(&list[i])
	}
	_, err := fmt.Fprintf(o.app.Stdout, "%d sentences: %d observed, %d tested, %d excluded\n", len(list), count["observed"], count["tested"], count["excluded"])
	return err
}

func (o *options) sentence(s *sentenceJSON) {
	t := o.app.Terminal()
	fmt.Fprintf(o.app.Stdout, "%s %s\n", t.Strong(fmt.Sprintf("%-8s", s.Status)), s.Text)
	by := s.By
	if s.Status == "observed" {
		by = s.Observed
	}
	if s.Reason != "" {
		fmt.Fprintf(o.app.Stdout, "         %s\n\n", t.Faint(s.Reason))
		return
	}
	fmt.Fprintf(o.app.Stdout, "         %s\n\n", t.Faint(idsOf(by, 12)))
}

// readRun reads from a JSON report which scenarios ran, and what came of them.
func readRun(file string) (*result.Run, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var report struct {
		Version int `json:"version"`
		Cases   []struct {
			Scenario  string            `json:"scenario"`
			Status    result.Status     `json:"status"`
			Exchanges []json.RawMessage `json:"exchanges"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(text, &report); err != nil {
		return nil, fmt.Errorf("%s is no JSON report of check: %w", file, err)
	}
	if report.Version != result.Version || report.Cases == nil {
		return nil, fmt.Errorf("%s is no JSON report of check: wanted version %d and cases", file, result.Version)
	}
	run := &result.Run{}
	for _, c := range report.Cases {
		run.Cases = append(run.Cases, result.Case{
			Scenario: c.Scenario, Status: c.Status, Steps: slices.Repeat([]result.Step{{}}, len(c.Exchanges)),
		})
	}
	return run, nil
}

// idsOf lists ids in order, for messages.
func idsOf(list []string, most int) string {
	list = slices.Clone(list)
	slices.Sort(list)
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}
