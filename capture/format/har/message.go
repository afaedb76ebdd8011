package har

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
)

func (h *reader) request(q *request, own bool, x *exchange.Exchange) error {
	u, err := url.Parse(q.URL)
	if err != nil || u.Host == "" || q.Method == "" {
		return fmt.Errorf("the request has no method, or no URL with a host: %q %q", q.Method, q.URL)
	}
	target := "/"
	if _, rest, ok := strings.Cut(q.URL, "://"); ok { // as it is spelt
		if i := strings.IndexAny(rest, "/?#"); i >= 0 {
			target, _, _ = strings.Cut(rest[i:], "#")
		}
		if !strings.HasPrefix(target, "/") {
			target = "/" + target
		}
	}
	m := format.Message{Start: [3]string{q.Method, target, h.version(q.Version)}}
	if !own && !slices.ContainsFunc(q.Headers, func(p pair) bool { return strings.EqualFold(p.Name, "Host") }) {
		m.Add("Host", u.Host)
	}
	h.fields(&m, q.Headers)
	if m.Body, err = h.post(q.Post); err != nil {
		return err
	}
	if !own {
		h.fit(&m, "request")
	}
	x.Sent, x.Target = m.Append(nil), format.TargetOf(q.URL)
	return nil
}

func (h *reader) post(p *postData) ([]byte, error) {
	switch {
	case p == nil:
		return nil, nil
	case p.Text == nil && len(p.Params) > 0:
		h.lost("how the parameters of a request's body were spelt")
		form := url.Values{}
		for _, pair := range p.Params {
			form.Add(pair.Name, pair.Value)
		}
		return []byte(form.Encode()), nil
	case p.Text == nil:
		return nil, nil
	case p.Encoding == "base64":
		b, err := base64.StdEncoding.DecodeString(*p.Text)
		if err != nil {
			return nil, fmt.Errorf("postData: %w", err)
		}
		return b, nil
	}
	return []byte(*p.Text), nil
}

// version is the version of a message, which is written in the form of HTTP/1.1 whatever it was.
func (h *reader) version(v string) string {
	upper := strings.ToUpper(v)
	if upper == "HTTP/1.0" || upper == "HTTP/1.1" {
		return upper
	}
	if v != "" && v != "unknown" {
		h.lost("that it was " + v + ": it is kept in the form of HTTP/1.1")
	}
	return "HTTP/1.1"
}

func (h *reader) fields(m *format.Message, pairs []pair) {
	for _, p := range pairs {
		if strings.HasPrefix(p.Name, ":") { // of HTTP/2
			continue
		}
		name, value := clean(p.Name), clean(p.Value)
		if name != p.Name || value != p.Value {
			h.lost("line ends within a header")
		}
		m.Add(name, value)
	}
}

func clean(s string) string { return strings.NewReplacer("\r", " ", "\n", " ").Replace(s) }

// fit makes the headers say what the body is now: browsers decompress it before they write it down.
func (h *reader) fit(m *format.Message, what string) {
	length, hasLength := m.Get("Content-Length")
	encoding, encoded := m.Get("Content-Encoding")
	if encoded && !strings.EqualFold(encoding, "identity") && len(m.Body) > 0 {
		m.Del("Content-Encoding")
		h.lost("the compressed form of the " + what + "'s body")
	}
	if right := strconv.Itoa(len(m.Body)); hasLength && length != right && !m.Chunked() {
		m.Set("Content-Length", right)
		h.lost("the Content-Length of the " + what + ", which did not fit the body as it is in the file")
	} else if !hasLength && len(m.Body) > 0 && !m.Chunked() {
		m.Set("Content-Length", right)
	}
}

func (h *reader) response(r *response, own bool, x *exchange.Exchange) error {
	if r.Status < 100 || r.Status > 999 {
		return fmt.Errorf("status %d is none", r.Status)
	}
	m := format.Message{Start: [3]string{h.version(r.Version), strconv.Itoa(r.Status), clean(r.StatusText)}}
	h.fields(&m, r.Headers)
	switch {
	case r.Content.Text != nil && r.Content.Encoding == "base64":
		b, err := base64.StdEncoding.DecodeString(*r.Content.Text)
		if err != nil {
			return fmt.Errorf("content: %w", err)
		}
		m.Body = b
	case r.Content.Text != nil:
		m.Body = []byte(*r.Content.Text)
	case r.Content.Size > 0:
		h.lost("the body of an answer, which is not in the file")
	}
	if !own {
		h.fit(&m, "answer")
	}
	x.Received = m.Append(nil)
	x.Answer.NoBody = strings.HasPrefix(string(x.Sent), "HEAD ")
	x.Answer.Advance(x.Received, true)
	return nil
}
