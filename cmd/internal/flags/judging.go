// Package flags has the groups of flags that several commands bind: how answers are judged, how requests are delivered, and
// where to.
package flags

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
)

// Judging are the flags of every command that judges answers.
type Judging struct {
	Expect   []string
	Assume   []string
	failOn   string
	strict   bool
	Deadline time.Duration

	Flags    *pflag.FlagSet
	Expected map[string]conformance.Effect
	Judge    conformance.Judge
	Gate     conformance.Gate
}

func (j *Judging) Bind(f *pflag.FlagSet) {
	j.Flags = f
	f.StringArrayVar(&j.Expect, "expect", nil, "what must become of an account that is asked about (To_Account): ID=allow or ID=block; can be repeated")
	f.StringArrayVar(&j.Assume, "assume", nil, "NAME=VALUE: another assumption where no document says what Chat does; see chatcb help assumptions")
	f.StringVar(&j.failOn, "fail-on", "", "mildest severity that fails the run: must, should or advisory (default: by the level of each rule)")
	f.BoolVar(&j.strict, "strict", false, "warnings fail too")
	f.DurationVar(&j.Deadline, "deadline", callback.Deadline, "how long Chat waits for the whole answer")
}

// Resolve turns the flags into a judge and a gate.
func (j *Judging) Resolve() error {
	if j.failOn != "" {
		if err := exit.OneOf("--fail-on", j.failOn, "must", "should", "advisory"); err != nil {
			return err
		}
	}
	if j.Deadline <= 0 {
		return exit.Usagef("--deadline: wanted a time above zero, got %s", j.Deadline)
	}
	severity := map[string]rule.Severity{
		"": "", "must": rule.Must, "should": rule.Should, "advisory": rule.Advisory,
	}
	j.Gate = conformance.Gate{FailOn: severity[j.failOn], Strict: j.strict}
	j.Expected = make(map[string]conformance.Effect)
	for _, e := range j.Expect {
		i := strings.LastIndexByte(e, '=')
		if i < 0 {
			return exit.Usagef("--expect: wanted ID=allow or ID=block, got %q", e)
		}
		effect := conformance.Effect(strings.ToUpper(e[i+1:]))
		if effect != conformance.Allow && effect != conformance.Block {
			return exit.Usagef("--expect: wanted allow or block after %q, got %q", e[:i+1], e[i+1:])
		}
		if other, twice := j.Expected[e[:i]]; twice && other != effect {
			return exit.Usagef("--expect: %q is to be both allow and block; leave one of them out", e[:i])
		}
		j.Expected[e[:i]] = effect
	}
	assume, err := conformance.ParseAssumptions(j.Assume...)
	if err != nil {
		return exit.Usagef("--assume: %w (chatcb help assumptions explains them)", err)
	}
	j.Judge = conformance.Judge{Assume: assume, Expect: j.Expected}
	return nil
}

// CheckExpected refuses expectations on accounts that are never asked about: they could not fail.
func (j *Judging) CheckExpected(asked []string) error {
	for id := range j.Expected {
		if !slices.Contains(asked, id) {
			return exit.Usagef("--expect %s=…: the request is not about this account, it is about %s", id, strings.Join(asked, ", "))
		}
	}
	return nil
}

// ExpectedAccounts finds out which expectations no request of a stream was about: they could not fail.
type ExpectedAccounts struct {
	Judging *Judging
	met     map[string]bool
}

func (e *ExpectedAccounts) Meet(asked []string) {
	if len(e.met) == len(e.Judging.Expected) {
		return
	}
	for _, id := range asked {
		if _, ok := e.Judging.Expected[id]; ok {
			if e.met == nil {
				e.met = make(map[string]bool)
			}
			e.met[strings.Clone(id)] = true
		}
	}
}

func (e *ExpectedAccounts) Check() error {
	for _, id := range slices.Sorted(maps.Keys(e.Judging.Expected)) {
		if !e.met[id] {
			return exit.Usagef("--expect %s=…: no request is about this account; name the To_Account, not the From_Account", id)
		}
	}
	return nil
}
