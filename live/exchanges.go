package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/language"
)

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
func (a *admin) exchanges(w http.ResponseWriter, r *http.Request) error {
	q, err := a.query(r)
	switch {
	case err != nil:
		return err
	case q.newest:
		found, more := a.newest(q.after, q.before, q.terms, q.limit)
		return page(w, found, q.full, `"lost":0,"more":%t`, more)
	}
	found, next, lost := a.selected(q.after, q.terms, q.limit)
	return page(w, found, q.full, `"lost":%d,"more":%t`, lost, next < a.Latest())
}

// page answers with exchanges, behind what is to be said of them.
func page(w http.ResponseWriter, events []*Event, full bool, format string, args ...any) error {
	w.Header().Set("Content-Type", "application/json")
	b := append(fmt.Appendf([]byte{'{'}, format, args...), `,"exchanges":[`...)
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
				return nil // who asked has hung up
			}
			b = b[:0]
		}
	}
	_, _ = w.Write(append(b, "]}\n"...))
	return nil
}

// latest is the newest exchange that fits.
func (a *admin) latest(w http.ResponseWriter, r *http.Request) error {
	q, err := a.query(r)
	if err != nil {
		return err
	}
	found, _, _ := a.selected(q.after, q.terms, 0)
	if len(found) == 0 {
		return Problem(http.StatusNotFound, "no exchange fits")
	}
	return Reply(w, json.RawMessage(found[len(found)-1].AppendJSON(nil)))
}

// exchange is the one with a number.
func (a *admin) exchange(w http.ResponseWriter, _ *http.Request, e *Event) error {
	return Reply(w, json.RawMessage(e.AppendJSON(nil)))
}

// curl is the command that sends the request of an exchange again. Sign and RequestTime are those of then.
func (a *admin) curl(w http.ResponseWriter, _ *http.Request, e *Event) error {
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
	return nil
}

// findings are what is wrong with the answer and with the request of an exchange, in a language that is asked for. The members
// of the exchange itself are English whatever is asked.
func (a *admin) findings(w http.ResponseWriter, r *http.Request, e *Event) error {
	words, err := language.Named(r.URL.Query().Get("language"))
	if err != nil {
		return fmt.Errorf("language: %w", err)
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
	return Reply(w, map[string]any{"findings": said(e.Judgement().Findings), "request_findings": said(e.Findings)})
}

// resend sends the request of an exchange again, as the configuration says, and tells what came back.
func (a *admin) resend(w http.ResponseWriter, r *http.Request, e *Event) error {
	if a.config.Resend == nil {
		return Problem(http.StatusNotFound, "this server sends nothing again")
	}
	x, err := a.config.Resend(r.Context(), e.Exchange())
	if err != nil {
		return Problem(http.StatusBadGateway, "%v", err)
	}
	return Reply(w, map[string]any{
		"status": x.Answer.Status, "took_ms": float64(x.Phases.LastByte.Microseconds()) / 1000, "failure": x.Failure.Detail,
	})
}

// of is what answers for the exchange with the number in the path.
func (a *admin) of(answer func(http.ResponseWriter, *http.Request, *Event) error) Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		seq, err := strconv.ParseUint(r.PathValue("seq"), 10, 64)
		if err != nil || seq == 0 {
			return fmt.Errorf("wanted the number of an exchange, got %q", r.PathValue("seq"))
		}
		if at := a.After(seq); at > 0 {
			if b := a.Events(at-1, 1); len(b.Events) == 1 && b.Events[0].Seq == seq {
				return answer(w, r, b.Events[0])
			}
		}
		return Problem(http.StatusNotFound, "no exchange %d in memory", seq)
	}
}

// wait answers once as many exchanges fit as were asked for, or the time is over.
func (a *admin) wait(w http.ResponseWriter, r *http.Request) error {
	q, err := a.query(r)
	if err != nil {
		return err
	}
	allowTime(w, q.timeout)
	ctx, cancel := context.WithTimeout(r.Context(), q.timeout)
	defer cancel()
	found, lost, err := a.Wait(ctx, q.after, q.terms, max(q.count, 1))
	return page(w, found, q.full, `"lost":%d,"more":false,"met":%t`, lost, err == nil)
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
