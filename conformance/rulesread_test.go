package conformance_test

import (
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
)

// The rules that were read are those that are judged by.
func TestReadRules(t *testing.T) {
	n := conformance.ReadRules()
	ids := map[string]*rule.Rule{}
	for r := range conformance.AllRules() {
		ids[r.ID] = r
	}
	if n == 0 || n != len(ids) {
		t.Errorf("read %d rules, and there are %d", n, len(ids))
	}
	judge := conformance.RequestJudge{Now: time.Unix(1, 0)}
	view := conformance.RequestView{Method: "GET", Target: "/", Proto: "HTTP/1.1", Body: []byte(callback.PrevFriendAdd.Sample)}
	var out conformance.Judgement
	judge.Judge(&view, &out)
	if len(out.Findings) == 0 {
		t.Fatal("a GET breaks no rule")
	}
	for i := range out.Findings {
		if r := out.Findings[i].Rule; ids[r.ID] != r {
			t.Errorf("%s is another rule than was read", r.ID)
		}
	}
}
