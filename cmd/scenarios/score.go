package scenarios

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/suites"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

type scoreOptions struct {
	app    *app.App
	own    []*scenarios.Scenario
	vars   suites.Vars
	policy *policy.Policy
}

func newScore(a *app.App) *cobra.Command {
	o := &scoreOptions{app: a}
	c := &cobra.Command{
		Use:   "score FILE…",
		Short: "Run your scenarios against broken backends, and say which ones they would not notice",
		Long: `score starts mock servers on this machine: one that does what your scenarios expect, on which they must hold, and one for
each fault of chatcb mockserver --list-faults. A fault that your scenarios do not notice is one that your backend could
have. The catalogue of chatcb check notices all of them; score is about what is left when only yours run.`,
		Example: "  chatcb scenarios score mine.yaml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if o.own, err = o.vars.Load(args); err != nil {
				return err
			}
			if o.policy, err = policyOf(o.own); err != nil {
				return err
			}
			return o.run(c.Context())
		},
	}
	o.vars.Bind(c.Flags())
	return c
}

// policyOf is the policy that decides as the scenarios expect.
func policyOf(own []*scenarios.Scenario) (*policy.Policy, error) {
	var b strings.Builder
	b.WriteString("version: 1\nrules:\n")
	n := 0
	var decisions []scenarios.Decision
	for _, sc := range own {
		decisions = append(decisions, sc.Decisions...)
	}
	for _, d := range decisions {
		code, denies := d.Want.Denial()
		if !denies {
			continue
		}
		n++
		when := "to == " + strconv.Quote(d.To)
		if d.From != "" {
			when += " && from == " + strconv.Quote(d.From)
		}
		fmt.Fprintf(&b, "  - {id: scenario-%d, when: '%s', deny: %d}\n", n, strings.ReplaceAll(when, "'", "''"), code)
	}
	if n == 0 {
		return nil, nil
	}
	return policy.Parse("policy of the scenarios", []byte(b.String()))
}

func (o *scoreOptions) run(ctx context.Context) error {
	right, err := o.against(ctx, "")
	if err != nil {
		return err
	}
	if noticed(right) {
		check.Show(o.app.Terminal(), right)
		return exit.Ended(outcome.Findings, fmt.Errorf("the scenarios do not hold on a backend that decides as they expect: mend them first"))
	}
	var faults []*fault.Fault
	for f := range fault.All() {
		if f.Group != "legal" && f.Group != "wire" {
			faults = append(faults, f)
		}
	}
	found, err := o.all(ctx, faults)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return exit.Status(outcome.Interrupted)
	}
	return o.show(faults, found)
}

// all runs the scenarios against each fault, several at a time.
func (o *scoreOptions) all(ctx context.Context, faults []*fault.Fault) ([]bool, error) {
	found := make([]bool, len(faults))
	bar := term.Progress{Terminal: o.app.ErrTerminal(), Total: len(faults)}
	var mu sync.Mutex
	var failed error
	done := 0
	var wg sync.WaitGroup
	slots := make(chan struct{}, 8)
	for i, f := range faults {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			run, err := o.against(ctx, f.ID)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = err
				return
			}
			found[i] = noticed(run)
			done++
			bar.Step(done, f.ID)
		})
	}
	wg.Wait()
	bar.Done()
	return found, failed
}

// noticed reports whether a run found anything.
func noticed(run *result.Run) bool {
	return slices.ContainsFunc(run.Cases, func(c result.Case) bool { return len(c.Findings) > 0 || c.Fails })
}

// against runs the scenarios against a mock server with a fault.
func (o *scoreOptions) against(ctx context.Context, id string) (*result.Run, error) {
	config := mockserver.Config{AppID: scenarios.DefaultAppID, Strict: true, Policy: o.policy}
	if id != "" {
		script, err := fault.Parse(id, fault.Files{})
		if err != nil {
			return nil, err
		}
		config.Faults = script
	}
	handler, err := mockserver.New(config)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: handler, ReadTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with Close
	defer func() { _ = server.Close() }()
	target, err := delivery.ParseTarget("http://" + listener.Addr().String() + "/")
	if err != nil {
		return nil, err
	}
	client := &delivery.Client{Target: target, Timeout: suites.Timeout}
	defer client.CloseIdle()
	suite := scenarios.Suite{
		Target: target, Client: client, Head: target.Head(), Scenarios: o.own, Profile: scenarios.Full, Seed: 1,
	}
	run, err := suite.Run(ctx)
	if err != nil {
		return nil, suites.Error(err)
	}
	return run, nil
}

func (o *scoreOptions) show(faults []*fault.Fault, found []bool) error {
	n := 0
	for _, ok := range found {
		if ok {
			n++
		}
	}
	if o.app.Output != "text" {
		return o.showJSON(faults, found, n)
	}
	fmt.Fprintf(o.app.Stdout, "%d of %d broken backends are noticed\n", n, len(faults))
	group := ""
	for i, f := range faults {
		if found[i] {
			continue
		}
		if f.Group != group {
			group = f.Group
			fmt.Fprintf(o.app.Stdout, "\nnot noticed, %s:\n", group)
		}
		fmt.Fprintf(o.app.Stdout, "  %-24s %s (%s)\n", f.ID, f.Title, strings.Join(f.Fires, ", "))
	}
	return nil
}

func (o *scoreOptions) showJSON(faults []*fault.Fault, found []bool, n int) error {
	var b strings.Builder
	fmt.Fprintf(&b, `{"version":1,"noticed":%d,"of":%d,"faults":[`, n, len(faults))
	for i, f := range faults {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n{\"fault\":%q,\"group\":%q,\"noticed\":%t}", f.ID, f.Group, found[i])
	}
	_, err := fmt.Fprintln(o.app.Stdout, b.String()+"\n]}")
	return err
}
