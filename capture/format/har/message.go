package har

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

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
		m.Decoded(true, h.lost)
	}
	x.Sent, x.Target = m.Append(nil), format.TargetOf(q.URL)
	return nil
}

func (h *reader) post(p *postData) ([]byte, error) {
	switch {
	case p == nil:
		return nil, nil
	case p.Text == nil && p.File == "" && len(p.Params) > 0:
		h.lost("how the parameters of a request's body were spelt")
		form := url.Values{}
		for _, pair := range p.Params {
			form.Add(pair.Name, pair.Value)
		}
		return []byte(form.Encode()), nil
	}
	body, _, err := h.text(p.Text, p.Encoding, p.File)
	return body, err
}

// text is a body as it stands in the file, or in one beside it. It reports false for one that was not recorded.
func (h *reader) text(text *string, encoding, file string) ([]byte, bool, error) {
	switch {
	case text == nil && file != "" && h.o.Beside != nil:
		body, err := h.o.Beside(file)
		return body, err == nil, err
	case text == nil:
		return nil, false, nil
	case encoding == "base64":
		body, err := base64.StdEncoding.DecodeString(*text)
		return body, err == nil, err
	}
	return []byte(*text), true, nil
}

// version is the version of a message, which is written in the form of HTTP/1.1 whatever it was.
func (h *reader) version(v string) string {
	upper := strings.ToUpper(v)
	if upper == "HTTP/1.0" || upper == "HTTP/1.1" {
		return upper
	}
	if v != "" && v != "unknown" {
		h.lost("that it was {version}: it is kept in the form of HTTP/1.1", "version", v)
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

// fit makes the headers of an answer say what the body is. One that was compressed though the request did not allow it is
// compressed again, as it was for the one who asked. It reports false where that cannot be done.
func (h *reader) fit(m *format.Message, asked bool) bool {
	coding, ok := m.Get("Content-Encoding")
	if !ok || asked || strings.EqualFold(coding, "identity") || len(m.Body) == 0 {
		m.Decoded(false, h.lost)
		return true
	}
	if m.Body, ok = compressed(m.Body, coding); !ok {
		h.lost("the body of an answer that was compressed with {coding} though nobody asked for it: the answer is not known", "coding", coding)
		return false
	}
	m.Set("Content-Length", strconv.Itoa(len(m.Body)))
	m.Del("Transfer-Encoding")
	return true
}

// compressed compresses a body as a Content-Encoding says.
func compressed(body []byte, coding string) ([]byte, bool) {
	var b bytes.Buffer
	var w io.WriteCloser
	switch strings.ToLower(coding) {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b) // without options it cannot fail
	default:
		return nil, false
	}
	_, err := w.Write(body)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err == nil
}

// response puts the answer into an exchange, unless it is not known.
func (h *reader) response(r *response, own bool, x *exchange.Exchange) error {
	if r.Status < 100 || r.Status > 999 {
		return fmt.Errorf("status %d is none", r.Status)
	}
	m := format.Message{Start: [3]string{h.version(r.Version), strconv.Itoa(r.Status), clean(r.StatusText)}}
	h.fields(&m, r.Headers)
	body, recorded, err := h.text(r.Content.Text, r.Content.Encoding, r.Content.File)
	if err != nil && r.Content.Text != nil {
		return fmt.Errorf("content: %w", err)
	}
	m.Body = body
	sent := format.RequestOf(x)
	if !recorded && !empty(r, &m) && sent.Start[0] != "HEAD" {
		h.lost("the body of an answer, which is not in the file: the answer is not known")
		return nil
	}
	_, accepts := sent.Get("Accept-Encoding")
	if !own && !h.fit(&m, accepts || len(sent.Fields) < 2) {
		return nil
	}
	format.Answer(x, m.Append(nil))
	return nil
}

// empty reports whether an answer without a text is known to have had no body.
func empty(r *response, m *format.Message) bool {
	length, _ := m.Get("Content-Length")
	none := func(size *int) bool { return size != nil && *size == 0 }
	return length == "0" || r.Status == 204 || r.Status == 304 || length == "" && none(r.Content.Size) && none(r.BodySize)
}
