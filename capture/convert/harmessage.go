package convert

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/exchange"
)

func (h *harReader) request(q *harRequest, own bool, x *exchange.Exchange) error {
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
	m := message{start: [3]string{q.Method, target, h.version(q.Version)}}
	if !own && !slices.ContainsFunc(q.Headers, func(p harPair) bool { return strings.EqualFold(p.Name, "Host") }) {
		m.add("Host", u.Host)
	}
	h.fields(&m, q.Headers)
	if m.body, err = h.post(q.Post); err != nil {
		return err
	}
	if !own {
		h.fit(&m, "request")
	}
	x.Sent, x.Target = m.append(nil), targetOf(q.URL)
	return nil
}

func (h *harReader) post(p *harPostData) ([]byte, error) {
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
func (h *harReader) version(v string) string {
	upper := strings.ToUpper(v)
	if upper == "HTTP/1.0" || upper == "HTTP/1.1" {
		return upper
	}
	if v != "" && v != "unknown" {
		h.lost("that it was " + v + ": it is kept in the form of HTTP/1.1")
	}
	return "HTTP/1.1"
}

func (h *harReader) fields(m *message, pairs []harPair) {
	for _, p := range pairs {
		if strings.HasPrefix(p.Name, ":") { // of HTTP/2
			continue
		}
		name, value := clean(p.Name), clean(p.Value)
		if name != p.Name || value != p.Value {
			h.lost("line ends within a header")
		}
		m.add(name, value)
	}
}

func clean(s string) string { return strings.NewReplacer("\r", " ", "\n", " ").Replace(s) }

// fit makes the headers say what the body is now: browsers decompress it before they write it down.
func (h *harReader) fit(m *message, what string) {
	length, hasLength := m.get("Content-Length")
	encoding, encoded := m.get("Content-Encoding")
	if encoded && !strings.EqualFold(encoding, "identity") && len(m.body) > 0 {
		m.del("Content-Encoding")
		h.lost("the compressed form of the " + what + "'s body")
	}
	if right := strconv.Itoa(len(m.body)); hasLength && length != right && !m.chunked() {
		m.set("Content-Length", right)
		h.lost("the Content-Length of the " + what + ", which did not fit the body as it is in the file")
	} else if !hasLength && len(m.body) > 0 && !m.chunked() {
		m.set("Content-Length", right)
	}
}

func (h *harReader) response(r *harResponse, own bool, x *exchange.Exchange) error {
	if r.Status < 100 || r.Status > 999 {
		return fmt.Errorf("status %d is none", r.Status)
	}
	m := message{start: [3]string{h.version(r.Version), strconv.Itoa(r.Status), clean(r.StatusText)}}
	h.fields(&m, r.Headers)
	switch {
	case r.Content.Text != nil && r.Content.Encoding == "base64":
		b, err := base64.StdEncoding.DecodeString(*r.Content.Text)
		if err != nil {
			return fmt.Errorf("content: %w", err)
		}
		m.body = b
	case r.Content.Text != nil:
		m.body = []byte(*r.Content.Text)
	case r.Content.Size > 0:
		h.lost("the body of an answer, which is not in the file")
	}
	if !own {
		h.fit(&m, "answer")
	}
	x.Received = m.append(nil)
	x.Answer.NoBody = strings.HasPrefix(string(x.Sent), "HEAD ")
	x.Answer.Advance(x.Received, true)
	return nil
}
