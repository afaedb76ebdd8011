package conformance

import (
	"github.com/chatcb/chatcb/callback"
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
	*answerCheck
	assume Assumptions
}

// decide appends the verdicts: what was said is read from the items even where Chat never gets to read them (a late
// denial, a denial with status 403), the effect is what becomes of the account.
//
// The principle for odd answers: a denial counts only when every reading of the answer denies. What the catalogue only
// warns of (3.8e4, a byte order mark, a broken byte in a text) is read leniently. Both are assumptions, and marked so.
func (j *Judge) decide(r *answerCheck, findings []Finding, verdicts []Verdict) []Verdict {
	d := decision{r, j.Assume}
	whole, settled := d.whole()
	doubt := d.doubt(findings)
	for i := range r.slots {
		s := &r.slots[i]
		own := d.own(s)
		v := Verdict{Account: s.account, Said: SaidNothing}
		if v.HasCode = !s.doubtful && s.code.readable() && !s.code.huge; v.HasCode {
			v.Code = s.code.value
		}
		switch {
		case s.doubtful || !s.code.readable():
		case s.code.value == 0:
			v.Said = SaidAllow
		default:
			v.Said = SaidBlock
		}
		switch {
		case settled:
			if own = whole; own.cause == callback.ErrorCode && v.Said == SaidBlock {
				own.basis = Assumed // that the error is ignored is documented; that its denials do not count is not
			}
		case d.assumesOK() || own.cause == callback.Said && doubt:
			own.basis = Assumed
		}
		v.Cause, v.Effect, v.Basis = own.cause, own.effect, own.basis
		verdicts = append(verdicts, v)
	}
	return verdicts
}

// doubt reports whether the answer is so that what Chat makes of its items is nowhere said: it is read leniently, or it
// breaks a rule in a way that may make Chat drop it as a whole.
func (r decision) doubt(findings []Finding) bool {
	if r.facts&(byteOrder|badUTF8|speltOdd) != 0 {
		return true
	}
	for i := range findings {
		if f := &findings[i]; f.Level == Fail && !f.Rule.Local {
			return true
		}
	}
	return false
}

// whole returns the ruling that holds for every account alike, if there is one, in the order of callback.Causes.
func (r decision) whole() (ruling, bool) {
	a := r.assume
	status := r.x.Answer.Status
	switch failure := r.x.Failure.Cause; {
	case failure == callback.NoConnection || failure == callback.TLS || failure == callback.Reset && status == 0:
		return ruling{failure, Allow, Documented}, true
	case status == 0 && r.facts&late == 0 && r.x.Answer.Defects&(http1.BadStatusLine|http1.HeadTooLarge) == 0:
		return ruling{callback.Reset, Allow, Documented}, true
	case r.facts&late != 0:
		return ruling{callback.Late, Allow, Documented}, true
	case status != 200:
		return ruling{callback.Status, Allow, Documented}, true
	case r.incomplete() && !a.flipped(incompleteSwitch):
		return ruling{callback.Reset, Allow, Assumed}, true
	}
	if rule, ok := r.unparsed(a); ok {
		return rule, true
	}
	switch {
	case r.assumesOK() && !a.flipped(errorCodeSwitch):
		return ruling{callback.ErrorCode, Allow, r.errorBasis()}, true
	case r.top[topItems].kind != rawjson.Array || r.noArray:
		return a.choose(noItemsSwitch), true
	}
	return ruling{}, false
}

// unparsed rules over bodies that are no JSON object, or that not every parser takes for one.
func (r decision) unparsed(a Assumptions) (ruling, bool) {
	documented := ruling{callback.NotJSON, Allow, Documented}
	switch {
	case r.facts&encoded != 0 || len(r.x.Answer.Body) == 0:
		return a.choose(notJSONSwitch), true
	case r.kind == rawjson.Invalid:
		return documented, true
	case r.kind != rawjson.Object:
		return a.choose(notJSONSwitch), true
	case r.facts&trailing != 0:
		return documented, true
	case r.facts&byteOrder != 0 && a.flipped(byteOrderSwitch), r.facts&badUTF8 != 0 && a.flipped(utf8Switch):
		return ruling{callback.NotJSON, Allow, Assumed}, true
	}
	return ruling{}, false
}

// assumesOK reports whether taking the items at their word assumes something about ErrorCode: it is not 0, or nobody
// can say what it is.
func (r decision) assumesOK() bool {
	return r.code.form < plain || r.code.value != 0 || r.codeDoubt
}

func (r decision) errorBasis() Basis {
	if r.code.readable() && !r.codeDoubt {
		return Documented
	}
	return Assumed
}

// own is the ruling over one account by its items.
func (r decision) own(s *slot) ruling {
	a := r.assume
	switch {
	case s.answered == 0 && !s.doubtful:
		return a.choose(notAnsweredSwitch)
	case s.doubtful || s.arrays < r.arrays:
		return a.choose(conflictingSwitch)
	case !s.code.readable() || s.code.form == spelt && a.flipped(numberSwitch):
		return a.choose(unreadableSwitch)
	case s.code.value == 0:
		return ruling{callback.Said, Allow, Documented}
	case callback.CodeInRange(s.code.value):
		return ruling{callback.Said, Block, Documented}
	}
	ruling := a.choose(outOfRangeSwitch)
	if ruling.effect == Block && s.code.form == plain && s.code.narrow() {
		ruling.basis = Documented
	}
	return ruling
}
