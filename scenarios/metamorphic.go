package scenarios

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// metamorphicScenarios compare answers with each other: what they decide is not known, but that it must be the same is.
func metamorphicScenarios() []*Scenario {
	relation := func(sc Scenario) *Scenario {
		sc.Tags, sc.Severity, sc.Level = []string{"robustness", "metamorphic"}, conformance.Should, conformance.Warn
		sc.Source, sc.Profile = conformance.Robustness, CI
		sc.Why = "A decision that depends on how the question is put can be turned by putting it in another way."
		return &sc
	}
	return []*Scenario{
		relation(Scenario{
			ID: "ROB-015", Title: "metamorphic: permuted items", Faults: []string{"denies-the-last"}, Sentence: "The order of a batch decides nothing.",
			Sent: "five accounts, and those that were declared, in several orders", Expected: "the same decision over each account",
			Fix: "Decide over each account by itself.", variants: only(permuted),
		}),
		relation(Scenario{
			ID: "ROB-016", Title: "metamorphic: batch against singles", Faults: []string{"denies-the-last", "denies-batches"}, Sentence: "Whether accounts are asked about together or one by one decides nothing.",
			Sent: "five accounts, and those that were declared, in one request and in one each", Expected: "the same decision over each account",
			Fix: "Decide over each account by itself.", variants: only(batchAgainstSingles),
		}),
		relation(Scenario{
			ID: "ROB-017", Title: "metamorphic: formatting", Faults: []string{"denies-blanks", "page-order-only", "known-members-only"}, Sentence: "White space, escapes and the order of members mean nothing in JSON.",
			Sent: "the sample with white space, with escapes, with its members in other orders, and with extra members", Expected: "the same decisions",
			Fix: "Read the body with a JSON parser.", variants: formattings(),
		}),
	}
}

// cast are the accounts that relations are tried on: unknown ones, and those that were declared, for which decisions
// differ.
func (t *turn) cast() []string {
	return slices.Concat(t.suite.expecting(conformance.Allow), t.suite.expecting(conformance.Block), t.markers(5))
}

// unjudged is a request about accounts whose declared decisions are not this scenario's affair.
func (t *turn) unjudged(accounts ...string) *request {
	r := t.about(accounts...)
	r.expect = map[string]conformance.Effect{}
	return r
}

func permuted(t *turn) {
	ids := t.cast()
	base := t.send(Control, controlName, t.unjudged(ids...))
	if !t.expectValid(base, t.plainControl) {
		return
	}
	for i := range 3 {
		order := slices.Clone(ids)
		t.rand.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		r := t.send(Probe, fmt.Sprintf("order %d", i+1), t.unjudged(order...))
		if t.expectValid(r, func() *reply { return base }) {
			t.expectSame("the order of the batch", r, base.decisions())
		}
	}
}

func batchAgainstSingles(t *turn) {
	ids := t.cast()
	batch := t.send(Control, "batch", t.unjudged(ids...))
	if !t.expectValid(batch, t.plainControl) {
		return
	}
	for _, id := range ids {
		r := t.send(Probe, "single", t.unjudged(id))
		if t.expectValid(r, func() *reply { return batch }) {
			t.expectSame("being asked about alone", r, batch.decisions())
		}
	}
}

// formattings are other spellings of the same JSON.
func formattings() []variant {
	spelling := func(key string, spell func(t *turn, body []byte) []byte) variant {
		return variant{key, func(t *turn) {
			control := t.plainControl()
			r := t.suite.sample()
			r.Body = spell(t, r.Body)
			rep := t.send(Probe, key, r)
			if t.expectValid(rep, func() *reply { return control }) && control.valid() {
				t.expectSame("the spelling of the JSON", rep, control.decisions())
			}
		}}
	}
	return []variant{
		spelling("white-space", func(_ *turn, body []byte) []byte {
			body = bytes.ReplaceAll(body, []byte(`,"`), []byte(" ,\r\n\t \""))
			body = bytes.ReplaceAll(body, []byte(`": `), []byte("\" :\n"))
			return slices.Concat([]byte("\n "), body, []byte(" \n"))
		}),
		spelling("escapes", func(_ *turn, body []byte) []byte {
			body = bytes.ReplaceAll(body, []byte("Account"), []byte(`\u0041ccount`))
			return bytes.ReplaceAll(body, []byte("this is"), []byte(`th\u0069s\u0020is`))
		}),
		spelling("member-order", func(t *turn, body []byte) []byte { return shuffled(t.rand, body) }),
		spelling("extra-members", func(_ *turn, body []byte) []byte {
			return slices.Concat([]byte(`{"Extra": {"FriendItem": [{"To_Account": "nobody"}]},`), body[1:])
		}),
	}
}

// shuffled writes the members of a request in another order: FriendItem last or first makes the difference for parsers
// that stream.
func shuffled(r *rand.Rand, body []byte) []byte {
	q, err := callback.DecodeRequest(body)
	if err != nil {
		panic(err) // the sample, and what is made like it
	}
	wire := callback.Encoding{}.Append(nil, q)
	items := wire[bytes.Index(wire, []byte(`"FriendItem":`)):]
	items = items[:bytes.Index(items, []byte(`],"`))+1]
	members := [][]byte{
		fmt.Appendf(nil, `"AddType":%s`, rawjson.AppendString(nil, q.AddType)),
		fmt.Appendf(nil, `"CallbackCommand":%s`, rawjson.AppendString(nil, q.CallbackCommand)),
		fmt.Appendf(nil, `"EventTime":%d`, q.EventTime),
		fmt.Appendf(nil, `"ForceAddFlags":%d`, q.ForceAddFlags),
		fmt.Appendf(nil, `"From_Account":%s`, rawjson.AppendString(nil, q.FromAccount)),
		fmt.Appendf(nil, `"Requester_Account":%s`, rawjson.AppendString(nil, q.RequesterAccount)),
	}
	r.Shuffle(len(members), func(a, b int) { members[a], members[b] = members[b], members[a] })
	members = append(members, items)
	return slices.Concat([]byte{'{'}, bytes.Join(members, []byte{','}), []byte{'}'})
}
