package explore

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/scenarios"
)

func drawing(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 1)) }

// Whatever is drawn is a request that Chat could send, by the rules for requests, and the limits are reached.
func TestDrawnRequestsAreLegal(t *testing.T) {
	t.Parallel()
	judge := conformance.RequestJudge{AppID: "1400000000", Token: "e10adc3949ba59abbe56e057f20f883e", Now: time.Now()}
	var out conformance.Judgement
	target, err := delivery.ParseTarget("http://127.0.0.1:1/")
	if err != nil {
		t.Fatal(err)
	}
	suite := &scenarios.Suite{Target: target, AppID: "1400000000", Token: "e10adc3949ba59abbe56e057f20f883e"}
	s := suite.DryRun()
	reached := map[string]bool{}
	for n := range uint64(2000) {
		l := drawLegal(drawing(n), callback.PrevFriendAdd)
		frame := legalRequest(s, &l).Frame(time.Now())
		view, err := conformance.ParseRequest(frame.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		judge.Judge(&view, &out)
		for i := range out.Findings {
			if f := &out.Findings[i]; f.Level != rule.Note {
				t.Fatalf("request %d: %s: %s (%s)\n%s", n, f.Rule.ID, f.Message(), f.Received(), frame.Body)
			}
		}
		f := l.body.Items[0]
		for name, at := range map[string]bool{
			"longest account": len(f.ToAccount) == callback.MaxAccountBytes, "shortest account": len(f.ToAccount) == 1,
			"longest remark": len(f.Texts[callback.Remark]) == callback.MaxRemarkBytes, "no remark": f.Texts[callback.Remark] == "",
			"longest wording": len(f.Texts[callback.Wording]) == callback.MaxWordingBytes, "one friend": len(l.body.Items) == 1,
			"many friends": len(l.body.Items) > 20, "single": l.body.Texts[callback.AddType] == callback.AddTypeSingle,
			"omitted": l.encoding.OmitEmpty && !bytes.Contains(frame.Body, []byte("Remark")), "documented": bytes.Contains(frame.Body, []byte(`": "`)),
			"odd account": strings.ContainsAny(f.ToAccount, `"\`), "emoji": strings.Contains(f.Texts[callback.Remark], "👩"),
		} {
			reached[name] = reached[name] || at
		}
	}
	for name, at := range reached {
		if !at {
			t.Errorf("%s: never drawn", name)
		}
	}
}

func TestShrinkKeepsFailing(t *testing.T) {
	t.Parallel()
	fails := func(l legal) bool {
		for i := range l.body.Items {
			if strings.Contains(l.body.Items[i].Texts[callback.Remark], "👋") {
				return true
			}
		}
		return false
	}
	shrunk := 0
	for n := range uint64(400) {
		l := drawLegal(drawing(n), callback.PrevFriendAdd)
		if !fails(l) {
			continue
		}
		shrunk++
		small := shrink(l, smallerLegal, fails, 600)
		if !fails(small) {
			t.Fatalf("request %d: what is left does not fail: %s", n, spellShort(&small))
		}
		f := small.body.Items[0]
		if len(small.body.Items) != 1 || len(f.Texts[callback.Remark]) > 24 || f.Texts[callback.Wording] != "" || f.Texts[callback.Group] != "" || small.requestID != "" || len(f.ToAccount) > 3 {
			t.Errorf("request %d: got %s, want one friend with little but the emoji", n, spellShort(&small))
		}
	}
	if shrunk < 10 {
		t.Errorf("got %d requests that fail, want at least 10", shrunk)
	}
}

func TestShrinkKeepsToItsBudget(t *testing.T) {
	t.Parallel()
	request := 0
	shrink(1<<20, func(n int) []int { return []int{n - 1} }, func(int) bool { request++; return true }, 7)
	if request != 7 {
		t.Errorf("got %d questions, want 7", request)
	}
}

func TestMutations(t *testing.T) {
	t.Parallel()
	const body = `{"CallbackCommand": "c","From_Account": "a","FriendItem": [{"To_Account": "id1","Remark": "r"}],"EventTime": 1}`
	for _, c := range []struct {
		name string
		list []mutation
		want string
	}{
		{"drop", []mutation{{"drop", "/From_Account", ""}}, `{"CallbackCommand": "c","FriendItem": [{"To_Account": "id1","Remark": "r"}],"EventTime": 1}`},
		{"duplicate a member", []mutation{{"duplicate", "/EventTime", ""}}, `{"CallbackCommand": "c","From_Account": "a","FriendItem": [{"To_Account": "id1","Remark": "r"}],"EventTime": 1,"EventTime":1}`},
		{"duplicate an element", []mutation{{"duplicate", "/FriendItem/0", ""}}, `{"CallbackCommand": "c","From_Account": "a","FriendItem": [{"To_Account": "id1","Remark": "r"},{"To_Account": "id1","Remark": "r"}],"EventTime": 1}`},
		{"retype", []mutation{{"retype", "/FriendItem", "{}"}}, `{"CallbackCommand": "c","From_Account": "a","FriendItem": {},"EventTime": 1}`},
		{"swap", []mutation{{"swap", "/From_Account", "/EventTime"}}, `{"CallbackCommand": "c","From_Account": 1,"FriendItem": [{"To_Account": "id1","Remark": "r"}],"EventTime": "a"}`},
		{"swap with what holds it", []mutation{{"swap", "/FriendItem", "/FriendItem/0"}}, body},
		{"one that cannot be", []mutation{{"drop", "/FriendItem", ""}, {"retype", "/FriendItem/0", "1"}}, `{"CallbackCommand": "c","From_Account": "a","EventTime": 1}`},
	} {
		if got := string(mutated([]byte(body), c.list)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestUndecidable(t *testing.T) {
	t.Parallel()
	p := partsOf(callback.PrevFriendAdd)
	for _, c := range []struct {
		list []mutation
		want bool
	}{
		{[]mutation{{"drop", "/FriendItem", ""}}, true},
		{[]mutation{{"drop", "/From_Account", ""}, {"retype", "/EventTime", "0"}}, true},
		{[]mutation{{"drop", "/AddType", ""}}, false},
		{[]mutation{{"retype", "/FriendItem", "null"}}, false},
		{[]mutation{{"drop", "/FriendItem/0/To_Account", ""}, {"duplicate", "/FriendItem/0", ""}}, false},
		{[]mutation{{"drop", "/From_Account", ""}, {"swap", "/EventTime", "/From_Account"}}, false},
	} {
		if got := p.undecidable(c.list); got != c.want {
			t.Errorf("%v: got %v, want %v", c.list, got, c.want)
		}
	}
}

func FuzzMutationsStayHarmless(f *testing.F) {
	p := partsOf(callback.PrevFriendAdd)
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, n uint64) {
		list := p.draw(drawing(n))
		mutated([]byte(callback.PrevFriendAdd.Sample), list)
		for _, l := range fewer(list) {
			if len(l) != len(list)-1 {
				t.Errorf("got %v, want one fewer than %v", l, list)
			}
		}
	})
}
