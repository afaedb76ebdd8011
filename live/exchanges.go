package live

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/language"
)

// The bounds of what one request to the API may ask for.
const (
	maxPage     = 1000
	defaultPage = 100
	maxWait     = 5 * time.Minute
	defaultWait = 10 * time.Second
)

// Problem answers with an error as a JSON object.
func Problem(w http.ResponseWriter, status int, format string, args ...any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	b := rawjson.AppendString([]byte(`{"error":`), fmt.Sprintf(format, args...))
	_, _ = w.Write(append(b, "}\n"...))
}

// query is what a request asks for.
type query struct {
	terms   Terms
	after   Cursor
	limit   int
	count   int
	timeout time.Duration
	full    bool
	newest  bool   // first, instead of the oldest
	before  Cursor // with newest: of what is not asked for any more
}

// query reads the parameters that several paths share, or answers what is wrong with them.
func (a *admin) query(w http.ResponseWriter, r *http.Request) (query, bool) {
	q := query{limit: defaultPage, count: 1, timeout: defaultWait}
	p := r.URL.Query()
	var err error
	if q.terms, err = ParseTerms(p.Get("where")); err != nil {
		Problem(w, http.StatusBadRequest, "where: %v", err)
		return q, false
	}
	seq, err := number(p, "after", 0, 0, math.MaxInt)
	if err == nil {
		q.after = a.After(uint64(seq))
		q.limit, err = number(p, "limit", defaultPage, 1, maxPage)
	}
	if err == nil {
		q.count, err = number(p, "count", 1, 0, math.MaxInt32)
	}
	if err == nil && p.Get("timeout") != "" {
		q.timeout, err = time.ParseDuration(p.Get("timeout"))
		if err != nil || q.timeout < 0 || q.timeout > maxWait {
			err = fmt.Errorf("timeout: wanted a duration up to %s such as 5s, got %q", maxWait, p.Get("timeout"))
		}
	}
	q.full, q.newest, q.before = p.Get("full") == "true", p.Get("newest") == "true", a.Latest()
	if err == nil && p.Get("before") != "" {
		seq, err = number(p, "before", 0, 1, math.MaxInt)
		q.before = max(a.After(uint64(seq)), 1) - 1
	}
	if err != nil {
		Problem(w, http.StatusBadRequest, "%v", err)
		return q, false
	}
	return q, true
}

func number(p url.Values, name string, otherwise, low, high int) (int, error) {
	text := p.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		return 0, fmt.Errorf("%s: wanted a number from %d to %d, got %q", name, low, high, text)
	}
	return n, nil
}

// selected collects the exchanges after a cursor for which all terms hold.
func (l *Log) selected(after Cursor, terms Terms, limit int) (found []*Event, next Cursor, lost uint64) {
	for {
		b := l.Events(after, 256)
		lost += b.Lost
		for i, e := range b.Events {
			if !terms.hold(e) {
				continue
			}
			if found = append(found, e); len(found) == limit {
				return found, b.Next - Cursor(len(b.Events)-i-1), lost
			}
		}
		after = b.Next
		if len(b.Events) == 0 {
			return found, after, lost
		}
	}
}

// newest collects the exchanges between two cursors for which all terms hold, the newest first. More says that not all were
// looked at.
func (l *Log) newest(after, before Cursor, terms Terms, limit int) (found []*Event, more bool) {
	for before > after {
		start := before - min(before-after, 256)
		b := l.Events(start, int(before-start))
		for i, e := range slices.Backward(b.Events) {
			if terms.hold(e) {
				if found = append(found, e); len(found) == limit {
					return found, i > 0 || b.Lost == 0 && start > after
				}
			}
		}
		if before = start; b.Lost > 0 {
			break // what is older is forgotten
		}
	}
	return found, false
}

// exchanges is a page of the exchanges after one, oldest first, or of those before one, newest first.
func (a *admin) exchanges(w http.ResponseWriter, r *http.Request) {
	q, ok := a.query(w, r)
	if !ok {
		return
	}
	if q.newest {
		found, more := a.newest(q.after, q.before, q.terms, q.limit)
		a.page(w, found, 0, more, q.full, nil)
		return
	}
	found, next, lost := a.selected(q.after, q.terms, q.limit)
	a.page(w, found, lost, next < a.Latest(), q.full, nil)
}

// page answers with exchanges.
func (a *admin) page(w http.ResponseWriter, events []*Event, lost uint64, more, full bool, extra []byte) {
	w.Header().Set("Content-Type", "application/json")
	b := strconv.AppendUint([]byte(`{"lost":`), lost, 10)
	b = strconv.AppendBool(append(b, `,"more":`...), more)
	b = append(append(b, extra...), `,"exchanges":[`...)
	for i, e := range events {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '\n')
		if full {
			b = e.AppendJSON(b)
		} else {
			b = e.appendSummary(b)
		}
		if len(b) > 64<<10 {
			if _, err := w.Write(b); err != nil {
				return
			}
			b = b[:0]
		}
	}
	_, _ = w.Write(append(b, "]}\n"...))
}

// latest is the newest exchange that fits.
func (a *admin) latest(w http.ResponseWriter, r *http.Request) {
	q, ok := a.query(w, r)
	if !ok {
		return
	}
	found, _, _ := a.selected(q.after, q.terms, 0)
	if len(found) == 0 {
		Problem(w, http.StatusNotFound, "no exchange fits")
		return
	}
	one(w, found[len(found)-1])
}

func one(w http.ResponseWriter, e *Event) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(e.AppendJSON(nil), '\n'))
}

// exchange is the one with a number.
func (a *admin) exchange(w http.ResponseWriter, r *http.Request) {
	if e := a.numbered(w, r); e != nil {
		one(w, e)
	}
}

// curl is the command that sends the request of an exchange again. Sign and RequestTime are those of then.
func (a *admin) curl(w http.ResponseWriter, r *http.Request) {
	e := a.numbered(w, r)
	if e == nil {
		return
	}
	x := e.Exchange()
	head, _ := http1.Split(x.Sent)
	line, lines, _ := bytes.Cut(head, []byte{'\n'})
	words := append(strings.Fields(string(line)), "GET", "/")
	c := shell.Curl{Options: []string{"-sS", "-i"}, Method: words[0], URL: words[1]}
	if to, err := url.Parse(x.Target); err == nil && strings.HasPrefix(c.URL, "/") { // else it is a whole URL
		c.URL = to.Scheme + "://" + to.Host + c.URL
	}
	if body := x.SentBody(); len(body) > 0 {
		c.Body = body
	}
	for name, value := range http1.Fields(lines) {
		switch strings.ToLower(string(name)) {
		case "content-length", "transfer-encoding", "connection", "accept-encoding":
		default:
			c.Headers = append(c.Headers, string(name)+": "+string(value))
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, c.Lines()+"\n")
}

// findings are what is wrong with the answer and with the request of an exchange, in a language that is asked for. The members
// of the exchange itself are English whatever is asked.
func (a *admin) findings(w http.ResponseWriter, r *http.Request) {
	words, err := language.Named(r.URL.Query().Get("language"))
	if err != nil {
		Problem(w, http.StatusBadRequest, "language: %v", err)
		return
	}
	e := a.numbered(w, r)
	if e == nil {
		return
	}
	said := func(list []rule.Finding) []map[string]string {
		all := []map[string]string{}
		for i := range list {
			in := list[i].In(words)
			all = append(all, map[string]string{
				"rule": list[i].Rule.ID, "message": in.Message, "expected": in.Expected, "received": in.Received, "fix": in.Fix,
			})
		}
		return all
	}
	Reply(w, map[string]any{"findings": said(e.Judgement().Findings), "request_findings": said(e.Findings)})
}

// resend sends the request of an exchange again, as the configuration says, and tells what came back.
func (a *admin) resend(w http.ResponseWriter, r *http.Request) {
	e := a.numbered(w, r)
	if e == nil {
		return
	}
	if a.config.Resend == nil {
		Problem(w, http.StatusNotFound, "this server sends nothing again")
		return
	}
	x, err := a.config.Resend(r.Context(), e.Exchange())
	if err != nil {
		Problem(w, http.StatusBadGateway, "%v", err)
		return
	}
	Reply(w, map[string]any{
		"status": x.Answer.Status, "took_ms": float64(x.Phases.LastByte.Microseconds()) / 1000, "failure": x.Failure.Detail,
	})
}

// numbered is the exchange with the number in the path; or it answers why there is none.
func (a *admin) numbered(w http.ResponseWriter, r *http.Request) *Event {
	seq, err := strconv.ParseUint(r.PathValue("seq"), 10, 64)
	if err != nil || seq == 0 {
		Problem(w, http.StatusBadRequest, "wanted the number of an exchange, got %q", r.PathValue("seq"))
		return nil
	}
	if at := a.After(seq); at > 0 {
		if b := a.Events(at-1, 1); len(b.Events) == 1 && b.Events[0].Seq == seq {
			return b.Events[0]
		}
	}
	Problem(w, http.StatusNotFound, "no exchange %d in memory", seq)
	return nil
}

// export is all exchanges that fit, a line each: a capture.
func (a *admin) export(w http.ResponseWriter, r *http.Request) {
	q, ok := a.query(w, r)
	if !ok {
		return
	}
	allowTime(w, time.Minute)
	h := w.Header()
	h.Set("Content-Type", "application/x-ndjson")
	h.Set("Content-Disposition", `attachment; filename="exchanges.jsonl"`)
	_, _ = w.Write([]byte(`{"format":"chatcb-capture","version":1}` + "\n"))
	var b []byte
	for e := range a.events(q) {
		b = append(e.AppendJSON(b[:0]), '\n')
		if _, err := w.Write(b); err != nil {
			return
		}
	}
}

// wait answers once as many exchanges fit as were asked for, or the time is over.
func (a *admin) wait(w http.ResponseWriter, r *http.Request) {
	q, ok := a.query(w, r)
	if !ok {
		return
	}
	allowTime(w, q.timeout)
	ctx, cancel := context.WithTimeout(r.Context(), q.timeout)
	defer cancel()
	found, lost, err := a.Wait(ctx, q.after, q.terms, max(q.count, 1))
	extra := strconv.AppendBool([]byte(`,"met":`), err == nil)
	a.page(w, found, lost, false, q.full, extra)
}

// Wait waits until count exchanges after the cursor fit, and returns them, or what there is of them with the context's
// error. Lost is how many were forgotten before they could be looked at.
func (l *Log) Wait(ctx context.Context, after Cursor, terms Terms, count int) (found []*Event, lost uint64, err error) {
	for {
		more, next, gone := l.selected(after, terms, count-len(found))
		found, after, lost = slices.Concat(found, more), next, lost+gone
		if len(found) >= count {
			return found, lost, nil
		}
		if err := l.Follow(ctx, after); err != nil {
			return found, lost, err
		}
	}
}
