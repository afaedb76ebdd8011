// Package flags has the groups of flags that several commands bind: how answers are judged, how requests are delivered, and
// where to.
package flags

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/outcome"
)

// Judging are the flags of every command that judges answers.
type Judging struct {
	Expect   []string
	Assume   []string
	FailOn   string
	Strict   bool
	Deadline time.Duration

	Flags    *pflag.FlagSet
	Every    bool // --expect may be about every account of the request
	Expected conformance.Expectations
	Judge    conformance.Judge
	Gate     conformance.Gate
}

func (j *Judging) Bind(f *pflag.FlagSet) {
	j.Flags = f
	f.StringArrayVar(&j.Expect, "expect", nil, "")
	f.StringArrayVar(&j.Assume, "assume", nil, "")
	OneOf(f, &j.FailOn, "fail-on", "", "must", "should", "advisory")
	f.BoolVar(&j.Strict, "strict", false, "")
	f.DurationVar(&j.Deadline, "deadline", callback.Deadline, "")
	Positive(f, "deadline")
}

// Resolve turns the flags into a judge and a gate.
func (j *Judging) Resolve() error {
	severity := map[string]rule.Severity{
		"": "", "must": rule.Must, "should": rule.Should, "advisory": rule.Advisory,
	}
	j.Gate = conformance.Gate{FailOn: severity[j.FailOn], Strict: j.Strict}
	var err error
	if j.Expected, err = conformance.ParseExpectations(j.Expect...); err != nil {
		return exit.Usagef("--expect: %w", err)
	}
	if j.Expected.Every != "" && !j.Every {
		return exit.Usagef("--expect: wanted from:ID=%[1]s or to:ID=%[1]s; without an id it is for send",
			strings.ToLower(string(j.Expected.Every)))
	}
	assume, err := conformance.ParseAssumptions(j.Assume...)
	if err != nil {
		return exit.Usagef("--assume: %w (chatcb help assumptions explains them)", err)
	}
	j.Judge = conformance.Judge{Assume: assume, Expect: j.Expected}
	return nil
}

// CheckExpected refuses expectations that the only request is not about: they could not fail. The hint says how to have
// another request.
func (j *Judging) CheckExpected(q *conformance.Request, hint string) error {
	met := conformance.Met{Expect: &j.Expected}
	met.Meet(q)
	for _, name := range met.Missing() {
		return exit.Usagef("--expect %s=…: the request is from %s to %s%s", name, q.From, strings.Join(q.Accounts, ", "), hint)
	}
	return nil
}

// CheckMet tells of expectations that no request of a stream was about. That alone changes nothing, unless none was met.
func CheckMet(met *conformance.Met, tell io.Writer) error {
	missing := met.Missing()
	for _, name := range missing {
		fmt.Fprintf(tell, "--expect %s=…: no request was about this; to: is To_Account, from: is From_Account\n", name)
	}
	if len(missing) > 0 && !met.Any() {
		return exit.Status(outcome.Nothing)
	}
	return nil
}
