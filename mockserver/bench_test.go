package mockserver_test

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// nowhere takes an answer and forgets it.
type nowhere struct {
	header http.Header
	status int
}

func (w *nowhere) Header() http.Header         { return w.header }
func (w *nowhere) WriteHeader(status int)      { w.status = status }
func (w *nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (w *nowhere) WriteString(s string) (int, error) {
	return len(s), nil
}

// oneFriend is a request as clients send it.
func oneFriend() string {
	q := callback.Request{
		CallbackCommand: callback.Command, RequesterAccount: "user1234", FromAccount: "user1234", AddType: callback.AddTypeBoth, EventTime: 1631777344870,
		FriendItem: []callback.FriendItem{{ToAccount: "friend5678", Remark: "Bob from work", GroupName: "work", AddSource: "AddSource_Type_Android", AddWording: "hi, it is me"}},
	}
	return string(callback.Encoding{Style: callback.Wire}.Append(nil, &q))
}

const tenRules = `
lists: {bad: [spam, bot1, bot2], vips: [ceo]}
rules:
  - {id: vip, when: 'in_list("vips", to)', allow: true}
  - {id: blocked, when: 'in_list("bad", from)', deny: 38001}
  - {id: self, when: 'from == to', deny: 38002}
  - {id: forced, when: 'force', deny: 38003}
  - {id: link, when: 'has_link(wording)', deny: 38004}
  - {id: casino, when: 'wording contains "casino" or remark contains "casino"', deny: 38005}
  - {id: fast, when: 'rate(from, "1m") > 1000000000', deny: 38006}
  - {id: script, when: 'script_of(wording) == "Cyrillic" and platform == "Unknown"', deny: 38007}
  - {id: address, when: 'client_ip startsWith "10." and platform == "Web"', deny: 38008}
  - {id: source, when: 'source == "AddSource_Type_Robot"', deny: 38009}
`

// subjects are the handlers that are measured side by side.
func subjects(b testing.TB) []struct {
	name    string
	handler http.Handler
} {
	p, err := policy.Parse("p.yaml", []byte(tenRules))
	if err != nil {
		b.Fatal(err)
	}
	return []struct {
		name    string
		handler http.Handler
	}{
		{"constant", http.HandlerFunc(constantAnswer)},
		{"encoding-json", http.HandlerFunc(encodingJSON)},
		{"judged", newServer(b, mockserver.Config{AppID: appID})},
		{"ten-rules", newServer(b, mockserver.Config{AppID: appID, Policy: p})},
	}
}

// constantAnswer is the least that a handler does: it reads the body and answers with a constant.
func constantAnswer(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"friend5678","ResultCode":0,"ResultInfo":""}]}`)
}

// encodingJSON does the work in the way of most handlers.
func encodingJSON(w http.ResponseWriter, r *http.Request) {
	var q struct {
		CallbackCommand string
		From            string `json:"From_Account"`
		FriendItem      []struct {
			To      string `json:"To_Account"`
			Remark  string
			Wording string `json:"AddWording"`
		}
	}
	if r.Method != http.MethodPost || r.URL.Query().Get("SdkAppid") != appID {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		http.Error(w, "no", http.StatusBadRequest)
		return
	}
	type item struct {
		To   string `json:"To_Account"`
		Code int    `json:"ResultCode"`
		Info string `json:"ResultInfo"`
	}
	answer := struct {
		ActionStatus string
		ErrorCode    int
		ErrorInfo    string
		ResultItem   []item
	}{ActionStatus: "OK"}
	for _, f := range q.FriendItem {
		answer.ResultItem = append(answer.ResultItem, item{To: f.To})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(&answer)
}

// BenchmarkHandler measures what a handler costs beside net/http.
func BenchmarkHandler(b *testing.B) {
	text := oneFriend()
	for _, s := range subjects(b) {
		b.Run(s.name, func(b *testing.B) {
			r, _ := http.NewRequest(http.MethodPost, "http://receiver"+samplePath, nil)
			r.RequestURI, r.Proto = samplePath, "HTTP/1.1"
			r.ContentLength = int64(len(text))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Content-Length", "999")
			body := strings.NewReader(text)
			r.Body = io.NopCloser(body)
			w := &nowhere{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				body.Reset(text)
				clear(w.header)
				s.handler.ServeHTTP(w, r)
			}
		})
	}
}

// BenchmarkEndToEnd measures the processor time of a request over 64 kept connections, in pieces that take turns, so
// that all see the same machine. The client's part, which is the same for all, is in it.
func BenchmarkEndToEnd(b *testing.B) {
	raw := []byte(request(callback.NewQuery(appID, "203.0.113.7", "Android"), oneFriend()))
	list := subjects(b)
	runs := make([]*load, len(list))
	for i, s := range list {
		runs[i] = newLoad(b, s.handler, raw, 64)
		runs[i].run(2000) // to warm up
		runs[i].spent = 0
	}
	n := 0
	b.ResetTimer()
	for b.Loop() {
		for _, r := range runs {
			r.run(2000)
		}
		n += 2000
	}
	for i, s := range list {
		b.ReportMetric(float64(runs[i].spent.Nanoseconds())/float64(n), s.name+"-ns/req")
	}
	b.ReportMetric(float64(runs[2].spent)/float64(runs[0].spent), "judged/constant")
	b.ReportMetric(float64(runs[3].spent)/float64(runs[1].spent), "ten-rules/encoding-json")
	b.ReportMetric(0, "ns/op")
}

// load is a server with clients of its own.
type load struct {
	conns []net.Conn
	raw   []byte
	spent time.Duration // of the processor
}

func newLoad(b *testing.B, handler http.Handler, raw []byte, connections int) *load {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: handler}
	go server.Serve(l)
	b.Cleanup(func() { server.Close() })
	run := &load{raw: raw}
	for range connections {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { conn.Close() })
		run.conns = append(run.conns, conn)
	}
	return run
}

// run sends n requests.
func (l *load) run(n int) {
	before := processorTime()
	var all sync.WaitGroup
	for _, conn := range l.conns {
		all.Go(func() {
			piece := make([]byte, 4096)
			for range n / len(l.conns) {
				conn.Write(l.raw)
				for got := ""; !strings.HasSuffix(got, "}") && !strings.HasSuffix(got, "}\n"); {
					m, err := conn.Read(piece)
					if err != nil {
						panic(err)
					}
					got = string(piece[:m])
				}
			}
		})
	}
	all.Wait()
	l.spent += processorTime() - before
}

func processorTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
