// Package flags has the groups of flags that several commands bind: how answers are judged, how requests are delivered, and
// where to.
package flags

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/outcome"
)

// Basis are the flags that say by what answers are judged.
type Basis struct {
	Expect []string `flag:"expect" complete:"people…"`
	Assume []string `flag:"assume" complete:"assumptions"`

	Every bool // --expect may be about every account of the request
	Judge conformance.Judge
}

// Resolve turns the flags into a judge.
func (b *Basis) Resolve() (err error) {
	if b.Judge.Expect, err = conformance.ParseExpectations(b.Expect...); err != nil {
		return exit.Usagef("--expect: %w", err)
	}
	if every := b.Judge.Expect[""]; every != "" && !b.Every {
		return exit.Usagef("--expect: wanted from:ID=%[1]s or to:ID=%[1]s; without an id it is for send", strings.ToLower(string(every)))
	}
	if b.Judge.Assume, err = conformance.ParseAssumptions(b.Assume...); err != nil {
		return exit.Usagef("--assume: %w (chatcb help assumptions explains them)", err)
	}
	return nil
}

// Judging are the flags of every command that judges answers.
type Judging struct {
	Basis
	FailOn   string        `flag:"fail-on" oneof:"must,should,advisory"`
	Strict   bool          `flag:"strict"`
	Deadline time.Duration `flag:"deadline" above:"0"`

	Gate conformance.Gate
}

func (j *Judging) Preset() { j.Deadline = callback.Deadline }

// Resolve makes the gate.
func (j *Judging) Resolve() error {
	severity := map[string]rule.Severity{"must": rule.Must, "should": rule.Should, "advisory": rule.Advisory}
	j.Gate = conformance.Gate{FailOn: severity[j.FailOn], Strict: j.Strict}
	return nil
}

// CheckExpected refuses expectations that the only request is not about: they could not fail. The hint says how to have
// another request.
func (j *Judging) CheckExpected(q *conformance.Request, hint string) error {
	met := conformance.Met{Expect: j.Judge.Expect}
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
