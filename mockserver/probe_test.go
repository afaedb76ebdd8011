package mockserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// probe is a request to a handler, without a network.
type probe struct {
	query callback.Query
	body  string
	edit  func(*http.Request)
	wait  time.Duration // before it
}

// sample is the page's request, legal and signed.
func sample() probe { return probe{query: signedQuery(), body: callback.PrevFriendAdd.Sample} }

func (p probe) set(name, value string) probe {
	p.query = append(callback.Query{}, p.query...).Set(name, value)
	return p
}

func (p probe) add(name, value string) probe {
	p.query = append(append(callback.Query{}, p.query...), callback.Param{Name: name, Value: value})
	return p
}

func (p probe) del(name string) probe {
	p.query = append(callback.Query{}, p.query...).Del(name)
	return p
}

// at signs for another time, with that many seconds.
func (p probe) at(seconds int64) probe {
	p.query = append(callback.Query{}, p.query...).Signed(token, seconds)
	return p
}

// signedAs replaces Sign and RequestTime.
func (p probe) signedAs(sign, seconds string) probe {
	return p.set(callback.ParamSign, sign).set(callback.ParamRequestTime, seconds)
}

// put replaces a text of the body.
func (p probe) put(old, replacement string) probe {
	if !strings.Contains(p.body, old) {
		panic("the sample has no " + old)
	}
	p.body = strings.Replace(p.body, old, replacement, 1)
	return p
}

func (p probe) as(body string) probe {
	p.body = body
	return p
}

func (p probe) request(edit func(*http.Request)) probe {
	p.edit = edit
	return p
}

func (p probe) after(d time.Duration) probe {
	p.wait = d
	return p
}

// friends asks about n accounts.
func (p probe) friends(n int) probe {
	q := callback.Request{CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: "id", FromAccount: "id", Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}, EventTime: 1631777344870}
	for i := range n {
		q.Items = append(q.Items, callback.Item{ToAccount: "friend" + strconv.Itoa(i), Texts: callback.Texts{callback.Source: "AddSource_Type_Android"}})
	}
	return p.as(string(callback.Encoding{Style: callback.Wire}.Append(nil, &q)))
}

// outcome is what became of a probe.
type outcome struct {
	status int
	kind   string
	body   string
	slow   bool
}

func (p probe) send(h http.Handler) (got outcome) {
	time.Sleep(p.wait)
	r := httptest.NewRequest(http.MethodPost, "http://receiver/hook?"+string(p.query.Append(nil)), strings.NewReader(p.body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Content-Length", strconv.Itoa(len(p.body)))
	if p.edit != nil {
		p.edit(r)
	}
	w := httptest.NewRecorder()
	start := time.Now()
	defer func() {
		got.slow = time.Since(start) > 100*time.Millisecond
		if v := recover(); v != nil {
			if v != http.ErrAbortHandler {
				panic(v)
			}
			got.status, got.body = 0, "aborted"
		}
	}()
	h.ServeHTTP(w, r)
	return outcome{status: w.Code, kind: w.Header().Get("Content-Type"), body: w.Body.String()}
}

const lists = "rules:\n  - {id: bad, when: 'to == \"bad\"', deny: 38007}\n"

func strictServer(t testing.TB, script string) http.Handler {
	t.Helper()
	config := mockserver.Config{AppID: appID, Token: token, Strict: true}
	var err error
	if config.Policy, err = policy.Parse("p.yaml", []byte(lists)); err != nil {
		t.Fatal(err)
	}
	if script != "" {
		if config.Faults, err = fault.Parse(script, fault.Files{}); err != nil {
			t.Fatal(err)
		}
	}
	return newServer(t, config)
}

func now() int64 { return time.Now().Unix() }

func method(name string) func(*http.Request) { return func(r *http.Request) { r.Method = name } }

// body makes the body one that is read as r says.
func streamed(body io.Reader) func(*http.Request) {
	return func(r *http.Request) {
		r.Body, r.ContentLength = io.NopCloser(body), -1
		r.Header.Del("Content-Length")
	}
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}
