package replay

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// editMark starts the line of a request in a text for an editor.
const editMark = "=== "

// Editing is a set of requests as a text that people change in an editor: of each its number, what stands in its request
// line, and its body, byte for byte.
type Editing struct {
	Records []*capture.Record
	// KeepEventTime is set by Apply when somebody changed an EventTime, which then is not to be renewed.
	KeepEventTime bool
}

// Text writes the requests, below lines that start with a hash. A request that cannot be shown as text is an error.
func (e *Editing) Text(comments ...string) (string, error) {
	var b strings.Builder
	for _, c := range comments {
		for line := range strings.Lines(c) {
			b.WriteString("# " + strings.TrimRight(line, "\n") + "\n")
		}
	}
	for i, rec := range e.Records {
		var q request
		if err := q.read(rec.Exchange.Sent); err != nil {
			return "", fmt.Errorf("request %d cannot be edited: %w", i+1, err)
		}
		if !utf8.Valid(q.text) || bytes.Contains(append([]byte{'\n'}, q.text...), []byte("\n"+editMark)) {
			return "", fmt.Errorf("request %d cannot be edited: its body is no text that an editor could keep", i+1)
		}
		request := q.judged()
		at := rec.Exchange.Start.UTC().Format(time.RFC3339)
		fmt.Fprintf(&b, "\n%s%d %s %s\n%s\n%s\n", editMark, i+1, at, strconv.Quote(request.From), q.head.Target, q.text)
	}
	return b.String(), nil
}

// Apply reads an edited text and returns the requests that are left in it, changed. Problems are what is wrong with them
// that was not wrong before, in words.
func (e *Editing) Apply(text string) (records []*capture.Record, problems []string) {
	e.KeepEventTime = false
	text = "\n" + strings.ReplaceAll(text, "\r\n", "\n")
	parts := strings.Split(text, "\n"+editMark)
	for line := range strings.Lines(parts[0]) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			problems = append(problems, fmt.Sprintf("before the first %q: %q belongs to no request", strings.TrimSpace(editMark), line))
		}
	}
	for _, part := range parts[1:] {
		heading, rest, _ := strings.Cut(part, "\n")
		number, _, _ := strings.Cut(heading, " ")
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > len(e.Records) {
			problems = append(problems, fmt.Sprintf("%q: wanted the number of a request after %s", heading, editMark))
			continue
		}
		target, body, _ := strings.Cut(rest, "\n")
		body = strings.TrimSuffix(body, "\n") // the line end behind it
		rec := e.Records[n-1].Clone()
		if err := e.change(rec, target, body); err != nil {
			problems = append(problems, fmt.Sprintf("request %d: %v", n, err))
			continue
		}
		records = append(records, rec)
	}
	return records, problems
}

// change puts another request-target and body into a record, and checks them.
func (e *Editing) change(rec *capture.Record, target, body string) error {
	x := &rec.Exchange
	var q request
	if err := q.read(x.Sent); err != nil {
		return err
	}
	before := brokenRules(q.head.Target, q.text)
	if string(q.head.Target) == target && string(q.text) == body {
		return nil
	}
	s := rawjson.New([]byte(body))
	s.Skip()
	if err := s.End(); err != nil {
		return fmt.Errorf("the body is not JSON: %w", err)
	}
	oldStart, oldEnd, ok := callback.EventTimeAt(q.text)
	if start, end, now := callback.EventTimeAt([]byte(body)); ok != now || ok && body[start:end] != string(q.text[oldStart:oldEnd]) {
		e.KeepEventTime = true
	}
	r := renewer{Renewal: &Renewal{}}
	r.out = q.appendLine(nil, []byte(target))
	var set []exchange.Header
	if _, given := http1.Header(q.head.Lines, "Content-Length"); given {
		set = []exchange.Header{{Name: "Content-Length", Value: strconv.Itoa(len(q.mark) + len(body))}}
	}
	r.replaceHeaders(q.head.Lines, set)
	x.Sent = q.appendBody(append(r.out, "\r\n"...), []byte(body))
	if err := q.read(x.Sent); err != nil {
		return err
	}
	for id, message := range brokenRules(q.head.Target, q.text) {
		if before[id] == "" {
			return fmt.Errorf("%s: %s", id, message)
		}
	}
	return nil
}

// brokenRules lists the rules for requests that fail, with what they say.
func brokenRules(target, body []byte) map[string]string {
	broken := make(map[string]string)
	view := conformance.RequestView{Method: "POST", Target: string(target), Body: body}
	for _, f := range (&conformance.RequestJudge{}).Broken(&view) {
		broken[f.Rule.ID] = f.Message()
	}
	return broken
}

// maxEdited bounds how many requests go into an editor.
const maxEdited = 200

// EditError says why requests cannot be edited, or what is wrong with them after that.
type EditError struct{ problem string }

func (e *EditError) Error() string { return e.problem }

// Edit has requests edited as a text below the help: edit shows a text and returns what it became. That is done again while
// something new is wrong with the requests, and not any more when nothing was changed.
func (e *Editing) Edit(records iter.Seq2[*capture.Record, error], help string, edit func(string) (string, error)) ([]*capture.Record, error) {
	for rec, err := range records {
		if err != nil {
			return nil, err
		}
		if e.Records = append(e.Records, rec.Clone()); len(e.Records) > maxEdited {
			return nil, &EditError{fmt.Sprintf("more than %d requests; choose with --where, --since or --last", maxEdited)}
		}
	}
	text, err := e.Text(help)
	if err != nil {
		return nil, &EditError{err.Error()}
	}
	return e.until(text, edit)
}

func (e *Editing) until(text string, edit func(string) (string, error)) ([]*capture.Record, error) {
	shown := ""
	for {
		saved, err := edit(text)
		if err != nil {
			return nil, err
		}
		list, problems := e.Apply(saved)
		if len(problems) == 0 {
			return list, nil
		}
		body := saved
		if i := strings.Index("\n"+saved, "\n=== "); i >= 0 {
			body = saved[i:]
		}
		if body == shown { // an editor that is a script may change the remarks above each time
			return nil, &EditError{"nothing was sent:\n  " + strings.Join(problems, "\n  ")}
		}
		shown = body
		wrong := strings.ReplaceAll(strings.Join(problems, "\n"), "\n", "\n# ")
		text = fmt.Sprintf("# NOTHING HAS BEEN SENT:\n# %s\n# Save without a change to give up.\n\n%s", wrong, body)
	}
}
