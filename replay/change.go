package replay

import (
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// Change is what happened to the decision over an account.
type Change string

// The changes. They are about the effect, what Chat does; but for Broke, which is about who decided.
const (
	Opened  Change = "opened"  // blocked before, let through now: a leak
	Broke   Change = "broke"   // let through before as the receiver said, and now for want of a valid answer
	Closed  Change = "closed"  // let through before, blocked now
	Same    Change = "same"    //
	Noise   Change = "noise"   // the first of two receivers does not agree with itself
	Unknown Change = "unknown" // there is nothing to compare with
)

// Changes lists the changes, the weightiest first.
func Changes() []Change { return []Change{Opened, Broke, Closed, Noise, Same, Unknown} }

func weight(c Change) int { return -slices.Index(Changes(), c) }

// Decision is what becomes of one account, now and before.
type Decision struct {
	Account string
	Change  Change
	Before  conformance.Verdict // zero where the change is Unknown
	After   conformance.Verdict
}

// compare appends the decisions over the accounts of after to dst.
func compare(dst []Decision, before, after []conformance.Verdict) []Decision {
	for i := range after {
		d := Decision{Account: after[i].Account, Change: Unknown, After: after[i]}
		if old := find(before, d.Account, i); old != nil {
			d.Before, d.Change = *old, change(old, &d.After)
		}
		dst = append(dst, d)
	}
	return dst
}

// find looks for the verdict over an account, first where it most likely stands.
func find(verdicts []conformance.Verdict, account string, at int) *conformance.Verdict {
	if at < len(verdicts) && verdicts[at].Account == account {
		return &verdicts[at]
	}
	for i := range verdicts {
		if verdicts[i].Account == account {
			return &verdicts[i]
		}
	}
	return nil
}

func change(before, after *conformance.Verdict) Change {
	switch {
	case before.Effect == after.Effect && breaks(before, after):
		return Broke
	case before.Effect == after.Effect, after.Harmless && before.Effect == conformance.Block: // nobody becomes a friend
		return Same
	case before.Effect == conformance.Block:
		return Opened
	}
	return Closed
}

// breaks reports whether a receiver that decided does not any more, or one that could be reached cannot.
func breaks(before, after *conformance.Verdict) bool {
	return after.FailOpen() && (!before.FailOpen() || unreached(after.Cause) && !unreached(before.Cause))
}

// unreached reports whether no request came to the receiver.
func unreached(c callback.Cause) bool { return c == callback.NoConnection || c == callback.TLS }

// subtract turns every change over an account on which the two asking of the first receiver differ into noise.
func subtract(decisions []Decision, again []conformance.Verdict) {
	for i := range decisions {
		d := &decisions[i]
		second := find(again, d.Account, i)
		if second == nil || d.Change == Unknown {
			continue
		}
		if second.Effect != d.Before.Effect || d.Change == Broke && breaks(&d.Before, second) {
			d.Change = Noise
		}
	}
}
