package conformance

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/conformance/rules/answer"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// ruling is why an account's effect is what it is.
type ruling struct {
	cause  callback.Cause
	effect Effect
	basis  Basis
}

// decision is the answer that is decided about, and what is assumed.
type decision struct {
	*answer.Checker
	assume Assumptions
}

// decide appends the verdicts: what was said is read from the items even where Chat never gets to read them (a late
// denial, a denial with status 403), the effect is what becomes of the account.
//
// The principle for odd answers: a denial counts only when every reading of the answer denies. What the catalogue only
// warns of (3.8e4, a byte order mark, a broken byte in a text) is read leniently. Both are assumptions, and marked so.
//
// It returns the cause of which it is documented that it lets somebody through whom the answer does not, or "".
func (j *Judge) decide(r *answer.Checker, findings []rule.Finding, verdicts []Verdict) (_ []Verdict, open callback.Cause) {
	d := decision{r, j.Assume}
	whole, settled := d.whole()
	doubt := d.doubt(findings, whole.cause)
	for i := range r.Slots {
		s := &r.Slots[i]
		own := d.own(s)
		v := Verdict{Account: s.Account, Said: SaidNothing}
		if v.HasCode = !s.Doubtful && !s.Differ && s.Code.Readable() && !s.Code.Huge; v.HasCode {
			v.Code = s.Code.Value
		}
		switch {
		case s.Doubtful:
		case s.Says == read.SaysAllow:
			v.Said = SaidAllow
		case s.Says.Denies():
			v.Said = SaidBlock
		}
		switch {
		case settled:
			own = whole
			if own.cause == callback.ErrorCode && v.Said == SaidBlock {
				own.basis = Assumed // that the error is ignored is documented; that denials beside it do not count is not
			}
			if own.basis == Documented && own.effect == Allow {
				open = own.cause
			}
			if own.cause == callback.ErrorCode && doubt {
				own.basis = Assumed
			}
		case d.assumesOK() || doubt:
			own.basis = Assumed
		}
		v.Cause, v.Effect, v.Basis = own.cause, own.effect, own.basis
		verdicts = append(verdicts, v)
	}
	return verdicts, open
}

// doubt reports whether the answer is so that what Chat makes of its items is nowhere said: it is read leniently, or it
// breaks a rule in a way that may make Chat drop it as a whole. A rule that explains the cause says nothing new.
func (r decision) doubt(findings []rule.Finding, cause callback.Cause) bool {
	if r.Facts&(read.ByteOrder|read.BadUTF8|read.SpeltOdd) != 0 {
		return true
	}
	for i := range findings {
		if f := &findings[i]; f.Level == rule.Fail && !f.Rule.Local && (cause == "" || f.Rule.Explains != cause) {
			return true
		}
	}
	return false
}

// whole returns the ruling that holds for every account alike, if there is one, in the order of callback.Causes.
func (r decision) whole() (ruling, bool) {
	a := r.assume
	status := r.X.Answer.Status
	switch failure := r.X.Failure.Cause; {
	case failure == callback.NoConnection || failure == callback.TLS || failure == callback.Reset && status == 0:
		return ruling{failure, Allow, Documented}, true
	case status == 0 && r.Facts&read.Late == 0 && r.X.Answer.Defects&(http1.BadStatusLine|http1.HeadTooLarge) == 0:
		return ruling{callback.Reset, Allow, Documented}, true
	case r.Facts&read.Late != 0:
		return ruling{callback.Late, Allow, Documented}, true
	case status != 200:
		return ruling{callback.Status, Allow, Documented}, true
	case r.Incomplete() && !a.flipped(incompleteSwitch):
		return ruling{callback.Reset, Allow, Assumed}, true
	}
	if found, ok := r.unparsed(a); ok {
		return found, true
	}
	switch {
	case r.assumesOK() && !a.flipped(errorCodeSwitch):
		return ruling{callback.ErrorCode, Allow, r.errorBasis()}, true
	case r.Top[read.TopItems].Kind != rawjson.Array || r.NoArray:
		return a.choose(noItemsSwitch), true
	}
	return ruling{}, false
}

// unparsed rules over bodies that are no JSON object, or that not every parser takes for one.
func (r decision) unparsed(a Assumptions) (ruling, bool) {
	documented := ruling{callback.NotJSON, Allow, Documented}
	switch {
	case r.Facts&read.Encoded != 0 || len(r.X.Answer.Body) == 0:
		return a.choose(notJSONSwitch), true
	case r.Kind == rawjson.Invalid:
		return documented, true
	case r.Kind != rawjson.Object:
		return a.choose(notJSONSwitch), true
	case r.Facts&read.Trailing != 0:
		return documented, true
	case r.Facts&read.ByteOrder != 0 && a.flipped(byteOrderSwitch), r.Facts&read.BadUTF8 != 0 && a.flipped(utf8Switch):
		return ruling{callback.NotJSON, Allow, Assumed}, true
	}
	return ruling{}, false
}

// assumesOK reports whether taking the items at their word assumes something about ErrorCode: it is not 0, or nobody
// can say what it is.
func (r decision) assumesOK() bool {
	return r.Code.Form < read.Plain || r.Code.Value != 0 || r.CodeDoubt
}

func (r decision) errorBasis() Basis {
	if r.Code.Readable() && !r.CodeDoubt {
		return Documented
	}
	return Assumed
}

// own is the ruling over one account by its items.
func (r decision) own(s *read.Slot) ruling {
	a := r.assume
	others := a.choose(outOfRangeSwitch)
	differ := s.Says&(s.Says-1) != 0 && !s.Says.Denies() || s.Says == read.SaysBlock|read.SaysOther && others.effect == Allow
	switch {
	case s.Answered == 0 && !s.Doubtful:
		return a.choose(notAnsweredSwitch)
	case s.Doubtful || s.Arrays < r.Arrays || differ:
		return a.choose(conflictingSwitch)
	case s.Says == read.SaysNothing || s.Code.Form == read.Spelt && a.flipped(numberSwitch):
		return a.choose(unreadableSwitch)
	case s.Says == read.SaysAllow:
		return ruling{callback.Said, Allow, Documented}
	case s.Says == read.SaysOther && (others.effect == Allow || !s.Differ):
		if others.effect == Block && s.Code.Form == read.Plain && s.Code.Narrow() {
			others.basis = Documented
		}
		return others
	case s.Differ: // all deny, each in its way
		return ruling{callback.Said, Block, Assumed}
	}
	return ruling{callback.Said, Block, Documented}
}
