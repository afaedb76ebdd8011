package explore

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// The metamorphic scenarios compare answers with each other: what they decide is not known, but that it must be the same is.

// cast are the accounts that relations are tried on: unknown ones, and those that were declared, for which decisions
// differ.
func cast(t *scenarios.CaseRun) []string {
	return slices.Concat(t.Suite.Expect.Accounts(conformance.Allow), t.Suite.Expect.Accounts(conformance.Block), t.OwnAccounts(5))
}

// unjudged is a request about accounts whose declared decisions are not this scenario's affair.
func unjudged(t *scenarios.CaseRun, accounts ...string) *scenarios.Request {
	r := t.About(accounts...)
	r.Expect = conformance.Expectations{}
	return r
}

func permuted(t *scenarios.CaseRun) {
	ids := cast(t)
	base := t.SendControl(unjudged(t, ids...))
	if !t.ExpectValid(base, t.PlainControl) {
		return
	}
	for i := range 3 {
		order := slices.Clone(ids)
		t.Rand.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		r := t.Send(result.Probe, fmt.Sprintf("order %d", i+1), unjudged(t, order...))
		t.ExpectAlike("the order of the batch", r, base)
	}
}

func batchAgainstSingles(t *scenarios.CaseRun) {
	ids := cast(t)
	batch := t.Send(result.Control, "batch", unjudged(t, ids...))
	if !t.ExpectValid(batch, t.PlainControl) {
		return
	}
	for _, id := range ids {
		r := t.Send(result.Probe, "single", unjudged(t, id))
		t.ExpectAlike("being asked about alone", r, batch)
	}
}

// formattings are other spellings of the same JSON.
func formattings() []scenarios.Variant {
	spelling := func(key string, spell func(t *scenarios.CaseRun, body []byte) []byte) scenarios.Variant {
		return scenarios.Variant{Key: key, Run: func(t *scenarios.CaseRun) {
			control := t.PlainControl()
			r := t.Sample()
			r.Body = spell(t, r.Body)
			rep := t.Send(result.Probe, key, r)
			t.ExpectAlike("the spelling of the JSON", rep, control)
		}}
	}
	return []scenarios.Variant{
		spelling("white-space", func(_ *scenarios.CaseRun, body []byte) []byte {
			body = bytes.ReplaceAll(body, []byte(`,"`), []byte(" ,\r\n\t \""))
			body = bytes.ReplaceAll(body, []byte(`": `), []byte("\" :\n"))
			return slices.Concat([]byte("\n "), body, []byte(" \n"))
		}),
		spelling("escapes", func(_ *scenarios.CaseRun, body []byte) []byte {
			body = bytes.ReplaceAll(body, []byte("Account"), []byte(`\u0041ccount`))
			return bytes.ReplaceAll(body, []byte("this is"), []byte(`th\u0069s\u0020is`))
		}),
		spelling("member-order", func(t *scenarios.CaseRun, body []byte) []byte { return shuffled(t.Rand, body) }),
		spelling("extra-members", func(t *scenarios.CaseRun, body []byte) []byte {
			w := t.Suite.Hook()
			return fmt.Appendf(nil, `{"Extra": {%q: [{%q: "nobody"}]},%s`, w.ItemList(), w.Item(callback.To).Name, body[1:])
		}),
	}
}

// shuffled writes the members of a request in another order, the items last: that makes the difference for parsers that
// stream. There are no blanks in it.
func shuffled(r *rand.Rand, body []byte) []byte {
	q, err := callback.DecodeRequest(body)
	if err != nil {
		panic(err) // the sample, and what is made like it
	}
	body = callback.Encoding{}.Append(nil, q)
	places, _ := rawjson.Places(body)
	var members [][]byte
	var items []byte
	for _, p := range places {
		switch member := fmt.Appendf(nil, "%q:%s", p.Path, body[p.Start:p.End]); {
		case p.Path == q.Hook().ItemList():
			items = member
		case !strings.ContainsAny(p.Path, ".["):
			members = append(members, member)
		}
	}
	r.Shuffle(len(members), func(a, b int) { members[a], members[b] = members[b], members[a] })
	return slices.Concat([]byte{'{'}, bytes.Join(append(members, items), []byte{','}), []byte{'}'})
}
