package search

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/simulate/internal/dice"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Bypass is a request that a receiver blocks, and the same one, its wording spelt in another way, that it lets through.
type Bypass struct {
	Number  uint64           `json:"number"`
	Label   traffic.Label    `json:"label"`
	Trick   string           `json:"trick"`
	From    string           `json:"from"`
	Account string           `json:"to"`
	Blocked string           `json:"blocked"` // the wording that is blocked
	Passed  string           `json:"passed"`  // the one that is not, as near to it as was found
	Changed int              `json:"changed"` // characters between the two
	Said    conformance.Says `json:"said"`
	Cause   callback.Cause   `json:"cause"`
}

// HuntResult is what a hunt came to.
type HuntResult struct {
	Requests int      `json:"requests"` // sent in all
	Blocked  int      `json:"blocked"`  // that the receiver blocks
	Tries    int      `json:"tries"`    // wordings spelt in another way
	Unsteady int      `json:"unsteady"` // that passed, but so did the original afterwards: they prove nothing
	Bypasses []Bypass `json:"flips"`
}

const (
	huntLook   = 200 // requests of the stream looked at for each that is wanted
	huntShrink = 100 // requests spent on making one flip smaller
	saltSearch = 0x106
)

// hunt sends one request after the other.
type hunt struct {
	*load.Probe
	ctx context.Context
	out *HuntResult
}

// Hunt takes up to count requests of campaigns that the receiver blocks, hides their wordings by every trick, and returns
// what is let through, shrunk to the fewest characters. It sends one request at a time, at most some hundreds for each
// that is taken.
func Hunt(ctx context.Context, e *load.Engine, count int) *HuntResult {
	h := &hunt{e.NewProbe(ctx), ctx, new(HuntResult)}
	h.out.Bypasses = []Bypass{}
	for n := range uint64(huntLook * count) {
		if ctx.Err() != nil || h.out.Blocked == count {
			break
		}
		due := e.Schedule.Pacer.Due(n)
		e.Generator.Draw(n, due, &h.Draw)
		if h.Draw.Label == traffic.Benign || len(h.Draw.Request.Items) != 1 || h.wording() == "" {
			continue
		}
		original := strings.Clone(h.wording())
		if v := h.sendWording(n, original); v.Effect != conformance.Block {
			continue
		}
		h.out.Blocked++
		for _, t := range traffic.Tricks() {
			h.try(n, original, t)
		}
	}
	h.out.Requests = h.Sent
	return h.out
}

func (h *hunt) wording() string { return h.Draw.Request.Items[0].Texts[callback.Wording] }

// sendWording sends the request at hand with another wording.
func (h *hunt) sendWording(n uint64, wording string) conformance.Verdict {
	at := time.Now()
	h.Draw.Request.Items[0].Texts[callback.Wording] = wording
	h.Draw.Request.EventTime = at.UnixMilli()
	return h.Send(n, at)
}

// try hides the wording by a trick. What passes counts only if the original is still blocked afterwards.
func (h *hunt) try(n uint64, original string, t traffic.Trick) {
	d := newVariant(original, t, n)
	all := d.text(d.changed)
	if len(d.changed) == 0 || len(all) > callback.MaxWordingBytes || h.ctx.Err() != nil {
		return
	}
	h.out.Tries++
	v := h.sendWording(n, all)
	if v.Effect != conformance.Allow {
		return
	}
	if h.sendWording(n, original).Effect != conformance.Block {
		h.out.Unsteady++
		return
	}
	fewest := shrink(d.changed, huntShrink, func(some []int) bool {
		return h.ctx.Err() == nil && h.sendWording(n, d.text(some)).Effect == conformance.Allow
	})
	v = h.sendWording(n, d.text(fewest))
	f := Bypass{
		Number: n, Label: h.Draw.Label, Trick: t.Name, From: strings.Clone(h.Draw.Request.FromAccount),
		Account: strings.Clone(v.Account), Blocked: original, Passed: d.text(fewest), Changed: len(fewest), Said: v.Said, Cause: v.Cause,
	}
	if v.Effect == conformance.Allow {
		h.out.Bypasses = append(h.out.Bypasses, f)
	} else {
		h.out.Unsteady++
	}
}

// variant is a text, character by character, and how a trick spells each.
type variant struct {
	plain, hidden []string
	changed       []int // the characters that the trick changes
}

func newVariant(text string, t traffic.Trick, seed uint64) *variant {
	d := new(variant)
	bits := dice.Dice(dice.Hash(seed, saltSearch))
	for i, r := range []rune(text) {
		plain := string(utf8.AppendRune(nil, r))
		hidden := string(t.Spell(nil, r, bits.Next()>>32))
		d.plain, d.hidden = append(d.plain, plain), append(d.hidden, hidden)
		if plain != hidden {
			d.changed = append(d.changed, i)
		}
	}
	return d
}

// text is the text with only these characters hidden.
func (d *variant) text(changed []int) string {
	var b strings.Builder
	for i := range d.plain {
		if len(changed) > 0 && changed[0] == i {
			b.WriteString(d.hidden[i])
			changed = changed[1:]
			continue
		}
		b.WriteString(d.plain[i])
	}
	return b.String()
}

// shrink looks for a small part of all for which passes still holds: it leaves out ever smaller stretches, until leaving
// out any one does not pass, or the tries are used up (Zeller and Hildebrandt, "Simplifying and isolating
// failure-inducing input").
func shrink(all []int, tries int, passes func([]int) bool) []int {
	best := all
	for size := (len(best) + 1) / 2; size > 0; {
		smaller := false
		for from := 0; from < len(best) && len(best) > 1 && tries > 0; {
			to := min(from+size, len(best))
			rest := append(append([]int(nil), best[:from]...), best[to:]...)
			tries--
			if len(rest) > 0 && passes(rest) {
				best, smaller = rest, true
			} else {
				from = to
			}
		}
		if !smaller || size > len(best) {
			size /= 2
		}
	}
	return best
}

// Scenarios writes what was found as a scenario file: each disguise must be blocked.
func (found *HuntResult) Scenarios() []byte {
	var b strings.Builder
	b.WriteString("# Disguises that passed, found by chatcb simulate --hunt. Each is to be blocked.\nversion: 1\nscenarios:\n")
	text := func(s string) string { return string(rawjson.AppendString(nil, s)) }
	for i, f := range found.Bypasses {
		fmt.Fprintf(&b, "  - id: HUNT-%03d\n    title: %s\n    tags: [hunt, %s]\n", i+1, text(string(f.Label)+" hidden by "+f.Trick), f.Trick)
		fmt.Fprintf(&b, "    why: %s\n", text("The same is blocked when it says: "+f.Blocked))
		b.WriteString("    fix: Compare texts after taking out what hides them.\n")
		fmt.Fprintf(&b, "    request: {from: %s, to: [%s], wording: %s}\n", text(f.From), text(f.Account), text(f.Passed))
		fmt.Fprintf(&b, "    expect: {decision: {%s: deny}}\n", text(f.Account))
	}
	if len(found.Bypasses) == 0 {
		return []byte("# chatcb simulate --hunt found no disguise that passed.\nversion: 1\nscenarios: []\n")
	}
	return []byte(b.String())
}
