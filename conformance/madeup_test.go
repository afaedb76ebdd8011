package conformance

import (
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/madeup"
)

// A webhook that is made up is judged by its own roles, and its harmless items cannot leak.
func TestRolesOfAMadeUpWebhook(t *testing.T) {
	t.Parallel()
	w := madeup.Webhook()
	var q Request
	q.Take(&callback.Request{Webhook: w, FromAccount: "bob", Items: []callback.Item{
		{ToAccount: "spammer"}, {ToAccount: "soft", Texts: callback.Texts{madeup.Badge: "Wave_Soft"}},
	}})
	x := (&rule.Sample{Body: string(callback.Allow("spammer", "soft").Append(nil, callback.Wire))}).Exchange()
	var j Judgement
	(&Judge{}).Judge(x, &q, &j)
	expect, err := ParseExpectations("to:spammer=block", "to:soft=block")
	if err != nil {
		t.Fatal(err)
	}
	e := Judged{Exchange: x, Judgement: &j, From: "bob", Expect: expect}
	if got := e.Leaks(); len(got) != 1 || got[0] != "spammer → bob" {
		t.Errorf("got the leaks %q, want spammer → bob", got)
	}
}
