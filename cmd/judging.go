package cmd

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// judgingFlags are the flags of every command that judges answers.
type judgingFlags struct {
	expect   []string
	assume   []string
	failOn   string
	strict   bool
	deadline time.Duration

	flags    *pflag.FlagSet
	expected map[string]conformance.Effect
	judge    conformance.Judge
	gate     conformance.Gate
}

func (j *judgingFlags) bind(f *pflag.FlagSet) {
	j.flags = f
	f.StringArrayVar(&j.expect, "expect", nil, "what must become of an account that is to be added (To_Account): ID=allow or ID=block; can be repeated")
	f.StringArrayVar(&j.assume, "assume", nil, "NAME=VALUE: another assumption where no document says what Chat does; see chatcb help assumptions")
	f.StringVar(&j.failOn, "fail-on", "", "mildest severity that fails the run: must, should or advisory (default: by the level of each rule)")
	f.BoolVar(&j.strict, "strict", false, "warnings fail too")
	f.DurationVar(&j.deadline, "deadline", callback.Deadline, "how long Chat waits for the whole answer")
}

// resolve turns the flags into a judge and a gate.
func (j *judgingFlags) resolve() error {
	if j.failOn != "" {
		if err := oneOf("--fail-on", j.failOn, "must", "should", "advisory"); err != nil {
			return err
		}
	}
	if j.deadline <= 0 {
		return usagef("--deadline: wanted a time above zero, got %s", j.deadline)
	}
	severity := map[string]conformance.Severity{
		"": "", "must": conformance.Must, "should": conformance.Should, "advisory": conformance.Advisory,
	}
	j.gate = conformance.Gate{FailOn: severity[j.failOn], Strict: j.strict}
	j.expected = make(map[string]conformance.Effect)
	for _, e := range j.expect {
		i := strings.LastIndexByte(e, '=')
		if i < 0 {
			return usagef("--expect: wanted ID=allow or ID=block, got %q", e)
		}
		effect := conformance.Effect(strings.ToUpper(e[i+1:]))
		if effect != conformance.Allow && effect != conformance.Block {
			return usagef("--expect: wanted allow or block after %q, got %q", e[:i+1], e[i+1:])
		}
		if other, twice := j.expected[e[:i]]; twice && other != effect {
			return usagef("--expect: %q is to be both allow and block; leave one of them out", e[:i])
		}
		j.expected[e[:i]] = effect
	}
	assume, err := conformance.ParseAssumptions(j.assume...)
	if err != nil {
		return usagef("--assume: %w (chatcb help assumptions explains them)", err)
	}
	j.judge = conformance.Judge{Assume: assume, Expect: j.expected}
	return nil
}

// checkExpected refuses expectations on accounts that are never asked about: they could not fail.
func (j *judgingFlags) checkExpected(asked []string) error {
	for id := range j.expected {
		if !slices.Contains(asked, id) {
			return usagef("--expect %s=…: the request does not ask to add this account, it asks to add %s", id, strings.Join(asked, ", "))
		}
	}
	return nil
}

// expectedAccounts finds out which expectations no request of a stream was about: they could not fail.
type expectedAccounts struct {
	judging *judgingFlags
	met     map[string]bool
}

func (e *expectedAccounts) meet(asked []string) {
	if len(e.met) == len(e.judging.expected) {
		return
	}
	for _, id := range asked {
		if _, ok := e.judging.expected[id]; ok {
			if e.met == nil {
				e.met = make(map[string]bool)
			}
			e.met[strings.Clone(id)] = true
		}
	}
}

func (e *expectedAccounts) check() error {
	for _, id := range slices.Sorted(maps.Keys(e.judging.expected)) {
		if !e.met[id] {
			return usagef("--expect %s=…: no request asks to add this account; name whom to add (To_Account), not who asks", id)
		}
	}
	return nil
}
