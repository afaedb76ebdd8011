// Package policy is chatcb policy: policies of a mock server, tried on captured requests.
package policy

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

func New(a *app.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "policy",
		Short: "Try the policy of a mock server on captured requests",
		Args:  exit.KnownCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newTest(a), newDiff(a))
	return c
}

// options are the flags that both have.
type options struct {
	app      *app.App
	examples int
	broken   int // records that could not be read
}

func (o *options) bind(c *cobra.Command) {
	c.Flags().IntVar(&o.examples, "examples", 3, "how many examples to show of each rule")
}

func newTest(a *app.App) *cobra.Command {
	o := &options{app: a}
	file := ""
	c := &cobra.Command{
		Use:   "test --policy FILE [CAPTURE…]",
		Short: "Decide over captured requests, without a server",
		Long: `test decides over the requests of captures as the mock server would have, with the clock of their EventTime, and counts by
rule. Without a capture it only says what is wrong with the policy. The requests have to be in the order of their times.`,
		Example: `  chatcb policy test --policy policy.yaml
  chatcb policy test --policy policy.yaml journal`,
		RunE: func(_ *cobra.Command, args []string) error {
			if file == "" {
				return exit.Usagef("policy test needs --policy FILE")
			}
			return o.test(file, args)
		},
	}
	c.Flags().StringVar(&file, "policy", "", "the policy")
	o.bind(c)
	return c
}

func (o *options) test(file string, captures []string) error {
	p, err := flags.ReadPolicy("--policy", file)
	if err != nil {
		return err
	}
	if len(captures) == 0 {
		if o.app.Output != "text" {
			return o.json(map[string]any{"version": report.Version, "policy": p.Name, "digest": p.Digest})
		}
		t := o.app.Terminal()
		t.Printf("%s %s\n", t.Good("OK"), p.Name+" "+p.Digest)
		return nil
	}
	tally := &policy.Tally{Policy: p, Examples: o.examples}
	if err := o.read(captures, tally.Add); err != nil {
		return err
	}
	if o.app.Output == "text" {
		o.showTally(tally)
	} else if err := o.json(map[string]any{
		"version": report.Version, "policy": p.Name, "digest": p.Digest, "requests": tally.Requests, "accounts": tally.Accounts,
		"denied": tally.Denied, "failed": tally.Failed, "unreadable": o.broken, "rules": tally.Rules(),
	}); err != nil {
		return err
	}
	return o.status(tally.Accounts, false)
}

// status is what a run ends with.
func (o *options) status(accounts int, exceeded bool) error {
	switch {
	case exceeded:
		return exit.Status(outcome.Findings)
	case accounts == 0:
		return exit.Ended(outcome.Nothing, fmt.Errorf("no request of the captures could be decided over (%d unreadable)", o.broken))
	}
	return nil
}

func (o *options) json(v any) error {
	e := json.NewEncoder(o.app.Stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// read gives the requests of captures to add.
func (o *options) read(names []string, add func(policy.Past)) error {
	files, err := capture.Expand(names)
	if err != nil {
		return exit.Usage(err)
	}
	for _, name := range files {
		in, err := capture.Open(name, o.app.Stdin)
		if err != nil {
			return exit.Usage(err)
		}
		err = o.readOne(in, add)
		in.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (o *options) readOne(in io.Reader, add func(policy.Past)) error {
	reader := capture.NewReader(in)
	reader.DropExtra = true
	for rec, err := range reader.All() {
		if err != nil {
			return err
		}
		past, problem := policy.PastOf(&rec.Exchange, conformance.ReadRequest)
		if problem != "" {
			o.broken++
			continue
		}
		add(past)
	}
	o.broken += reader.Problems
	return nil
}

func (o *options) showTally(tally *policy.Tally) {
	t, w := o.app.Terminal(), o.app.Stdout
	fmt.Fprintf(w, "%9s %9s  %s\n", "accounts", "denied", "rule")
	for _, r := range tally.Rules() {
		name := r.Rule
		if name == "" {
			name = "(no rule held)"
		}
		denied := term.Textf("%9d", r.Denied)
		if r.Denied > 0 {
			denied = t.Doubtful(denied)
		}
		fmt.Fprintf(w, "%9d %s  %s\n", r.Accounts, denied, t.Strong(name))
		o.showExamples(r.Examples)
	}
	fmt.Fprintf(w, "\n%d requests · %d accounts · %d allowed · %d denied", tally.Requests, tally.Accounts, tally.Accounts-tally.Denied, tally.Denied)
	o.showTrouble(tally.Failed)
}

func (o *options) showTrouble(failed int) {
	if failed > 0 {
		fmt.Fprintf(o.app.Stdout, " · %d rules that could not be evaluated", failed)
	}
	if o.broken > 0 {
		fmt.Fprintf(o.app.Stdout, " · %d records that could not be read", o.broken)
	}
	fmt.Fprintln(o.app.Stdout)
}

func (o *options) showExamples(examples []policy.Example) {
	t := o.app.Terminal()
	for _, e := range examples {
		line := fmt.Sprintf("%d  %s → %s  %s", e.Number, e.From, e.Account, e.Why)
		if e.Before != "" {
			line += "; before: " + e.Before
		}
		fmt.Fprintf(o.app.Stdout, "%21s%s\n", "", t.Faint(line))
	}
}
