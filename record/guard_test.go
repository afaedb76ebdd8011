package record

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/http1"
)

func callbackFor(t testing.TB, accounts ...string) string {
	t.Helper()
	q := callback.Request{CallbackCommand: callback.PrevFriendAdd.Command, FromAccount: "alice", RequesterAccount: "alice", Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}, EventTime: 1}
	for _, id := range accounts {
		q.Items = append(q.Items, callback.Item{ToAccount: id, Texts: callback.Texts{callback.Source: "AddSource_Type_Web"}})
	}
	body := callback.Encoding{}.Append(nil, &q)
	return fmt.Sprintf("POST /hook HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

func answerOf(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

func TestGuard(t *testing.T) {
	const top = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[`
	allowBoth := top + `{"To_Account":"a","ResultCode":0,"ResultInfo":""},{"To_Account":"b","ResultCode":0,"ResultInfo":""}]}`
	denyB := top + `{"To_Account":"a","ResultCode":0,"ResultInfo":""},{"To_Account":"b","ResultCode":38007,"ResultInfo":"spam"}]}`
	onlyB := top + `{"To_Account":"b","ResultCode":38007,"ResultInfo":"spam"}]}`
	outside := top + `{"To_Account":"b","ResultCode":1,"ResultInfo":"spam"}]}`
	failed := `{"ActionStatus":"FAIL","ErrorCode":38001,"ErrorInfo":"x","ResultItem":[]}`
	block := Guard{OnLate: Block, OnError: Block, Code: 38500}
	tests := []struct {
		name   string
		guard  Guard
		answer string // "" closes, "silent" says nothing
		cause  callback.Cause
		codes  map[string]int64 // nil where the answer goes back as it is
	}{
		{"a right answer stays", block, answerOf(allowBoth), "", nil},
		{"a denial stays", block, answerOf(denyB), "", nil},
		{"a missing account", block, answerOf(onlyB), callback.NotAnswered, map[string]int64{"a": 38500, "b": 38007}},
		{"a missing account, allowed", Guard{OnError: Allow}, answerOf(onlyB), callback.NotAnswered, map[string]int64{"a": 0, "b": 38007}},
		{"a denial out of range beside", block, answerOf(outside), callback.NotAnswered, map[string]int64{"a": 38500, "b": 38500}},
		{"a failure", block, answerOf(failed), callback.ErrorCode, map[string]int64{"a": 38500, "b": 38500}},
		{"status 500", Guard{OnError: Block}, "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", callback.Status, map[string]int64{"a": 38000, "b": 38000}},
		{"no JSON", block, answerOf("ok"), callback.NotJSON, map[string]int64{"a": 38500, "b": 38500}},
		{"closed", block, "", callback.Reset, map[string]int64{"a": 38500, "b": 38500}},
		{"late", block, "silent", callback.Late, map[string]int64{"a": 38500, "b": 38500}},
		{"late, allowed", Guard{OnLate: Allow}, "silent", callback.Late, map[string]int64{"a": 0, "b": 0}},
		{"an error, guarded for lateness only", Guard{OnLate: Block}, answerOf(failed), "", nil},
		{"an endless answer", block, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + strings.Repeat(" ", 9000), callback.NotJSON, map[string]int64{"a": 38500, "b": 38500}},
		{"an endless answer that may pass", Guard{OnLate: Block}, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + strings.Repeat(" ", 9000), "", nil},
	}
	sent := callbackFor(t, "a", "b")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			backend := listener(t, func(_ int, c net.Conn) {
				for {
					if _, err := io.ReadFull(c, make([]byte, len(sent))); err != nil {
						return
					}
					switch tt.answer {
					case "":
						return
					case "silent":
						io.Copy(io.Discard, c)
						return
					}
					io.WriteString(c, tt.answer)
				}
			})
			k := &kept{}
			seen := make(chan string, 2)
			p := &Proxy{Guard: tt.guard, Keep: k.keep, Deadline: 400 * time.Millisecond, MaxBody: 4000, Observe: func(s *Seen) {
				for _, v := range s.Judgement.Verdicts {
					if v.Cause != callback.Said && s.Guard != nil {
						t.Errorf("the guard's own answer: got %s for %s", v.Cause, v.Account)
					}
				}
				for _, f := range s.Judgement.Findings {
					if f.Level == rule.Fail && s.Guard != nil && !strings.HasPrefix(f.Rule.ID, "RQ") {
						t.Errorf("the guard's own answer breaks %s: %s", f.Rule.ID, f.Message())
					}
				}
				seen <- ""
			}}
			c, err := net.Dial("tcp", start(t, p, backend))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(20 * time.Second))
			for n := range 2 { // the connection is good for more, whatever became of the backend's
				io.WriteString(c, sent)
				var a http1.Answer
				var raw []byte
				for buf := make([]byte, 4096); !a.Complete(); {
					m, err := c.Read(buf)
					if raw = append(raw, buf[:m]...); !a.Advance(raw, err != nil) && err != nil {
						t.Fatalf("got %q, %v", raw, err)
					}
				}
				if n > 0 && len(raw) == 0 {
					t.Fatal("got the end of the connection, want a second answer")
				}
				<-seen
				x, extra := k.nth(t, n+1)
				if tt.codes == nil {
					if string(raw) != tt.answer {
						t.Errorf("got %.300q, want it as it was", raw)
					}
					continue
				}
				if string(x.Received) != string(raw) {
					t.Errorf("recorded %q, want what went back, %q", x.Received, raw)
				}
				got := map[string]int64{}
				request, _ := conformance.RequestIn(&x)
				var out conformance.Judgement
				(&conformance.Judge{}).Judge(&x, &request, &out)
				for _, v := range out.Verdicts {
					got[v.Account] = v.Code
				}
				if diff := cmp.Diff(tt.codes, got); diff != "" {
					t.Error(diff)
				}
				if v, _ := a.Header(guardHeader); string(v) != string(tt.cause) {
					t.Errorf("got the cause %q, want %q", v, tt.cause)
				}
				if g := extra[len(extra)-1]; g.Name != "guard" || !strings.Contains(g.Value, `"cause":"`+string(tt.cause)+`"`) {
					t.Errorf("got %v, want what the guard did", extra)
				}
			}
		})
	}
}

func TestGuardLeavesOtherTrafficAlone(t *testing.T) {
	var got text
	sent, answer := "GET /health HTTP/1.1\r\n\r\n", "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"
	address := start(t, &Proxy{Guard: Guard{OnLate: Block, OnError: Block}}, scripted(t, &got, step{len(sent), answer}, step{1, ""}))
	if back := talk(t, address, 1<<20, sent, len(answer)); back != answer {
		t.Errorf("got %q, want %q", back, answer)
	}
}
