package postman

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// read reads every request of a collection, in folders too: once with each answer that was saved, or without one.
func read(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		r := reader{o: o, yield: yield}
		err := format.List(in, func(_ int, i *item) bool { return r.item(i) }, "item")
		if err != nil {
			yield(nil, fmt.Errorf("not a whole collection: %w", err))
		}
	}
}

type reader struct {
	o     format.Options
	yield func(*capture.Record, error) bool
	seq   uint64
}

// item hands out what is in an item, and reports whether more is wanted.
func (r *reader) item(i *item) bool {
	for n := range i.Item {
		if !r.item(&i.Item[n]) {
			return false
		}
	}
	if i.Item != nil {
		return true
	}
	saved := i.Response
	if len(saved) == 0 {
		saved = []response{{Original: i.Request}}
	}
	for n := range saved {
		a := &saved[n]
		if a.Original.URL.Raw == "" {
			a.Original = i.Request
		}
		rec, err := r.record(a)
		if !r.o.Yield(r.yield, rec, err, "%q", i.Name) {
			return false
		}
	}
	return true
}

// record is a request with the answer that was saved of it; with the code 0 there is none.
func (r *reader) record(a *response) (*capture.Record, error) {
	r.seq++
	lost := func(what string, args ...any) { r.o.Lost.Add(r.seq, what, args...) }
	q := &a.Original
	raw := q.URL.Raw
	if !strings.Contains(raw, "://") {
		raw = "http://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || strings.Contains(u.Host, "{{") {
		return nil, fmt.Errorf("%.200q is no URL with a host: give variables their values", q.URL.Raw)
	}
	m := format.Message{Start: [3]string{q.Method, u.RequestURI(), "HTTP/1.1"}}
	m.Add("Host", u.Host)
	q.Header.addTo(&m)
	if err := q.Body.addTo(&m); err != nil {
		return nil, err
	}
	m.Decoded(true, lost)
	rec := new(capture.Record)
	x := &rec.Exchange
	x.Seq, x.Target, x.Sent = r.seq, format.TargetOf(raw), m.Append(nil)
	if a.Code == 0 {
		return rec, nil
	}
	m = format.Message{Start: [3]string{"HTTP/1.1", strconv.Itoa(a.Code), a.Status}}
	a.Header.addTo(&m)
	if a.Body == nil {
		lost("the body of an answer, which is not in the file: the answer is not known")
		return rec, nil
	}
	m.Body = []byte(*a.Body)
	m.Decoded(false, lost)
	format.Answer(x, m.Append(nil))
	x.Phases.LastByte = time.Duration(a.Time) * time.Millisecond
	return rec, nil
}

func (p pairs) addTo(m *format.Message) {
	for _, header := range p {
		if !header.Disabled {
			m.Add(header.Key, header.Value)
		}
	}
}

func (b *body) addTo(m *format.Message) error {
	if b == nil {
		return nil
	}
	kind := ""
	switch b.Mode {
	case "", "raw":
		m.Body = []byte(b.Raw)
		if raw, ok := b.Options["raw"].(map[string]any); ok && raw["language"] == "json" {
			kind = "application/json"
		}
	case "urlencoded":
		form := url.Values{}
		for _, p := range b.URLEncoded {
			form.Add(p.Key, p.Value)
		}
		m.Body, kind = []byte(form.Encode()), "application/x-www-form-urlencoded"
	default:
		return errors.New("a body of the mode " + b.Mode + " is not read")
	}
	if _, ok := m.Get("Content-Type"); !ok && kind != "" {
		m.Add("Content-Type", kind)
	}
	return nil
}

// UnmarshalJSON takes a list too that is one text, a header a line.
func (p *pairs) UnmarshalJSON(text []byte) error {
	if text[0] != '"' {
		return json.Unmarshal(text, (*[]pair)(p))
	}
	var lines string
	if err := json.Unmarshal(text, &lines); err != nil {
		return err
	}
	for line := range strings.Lines(lines) {
		if name, value, ok := strings.Cut(line, ":"); ok {
			*p = append(*p, pair{Key: strings.TrimSpace(name), Value: strings.TrimSpace(value)})
		}
	}
	return nil
}

// UnmarshalJSON takes a request too that is its URL alone.
func (q *request) UnmarshalJSON(text []byte) error {
	if text[0] == '"' {
		q.Method = "GET"
		return json.Unmarshal(text, &q.URL.Raw)
	}
	type plain request
	return json.Unmarshal(text, (*plain)(q))
}

// UnmarshalJSON takes a URL too that is one text. Of others, only the text is read.
func (l *location) UnmarshalJSON(text []byte) error {
	if text[0] == '"' {
		return json.Unmarshal(text, &l.Raw)
	}
	var whole struct{ Raw string }
	err := json.Unmarshal(text, &whole)
	l.Raw = whole.Raw
	return err
}
