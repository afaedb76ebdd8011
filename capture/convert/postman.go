package convert

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/exchange"
)

// postmanFormat is the format of Postman collections.
func postmanFormat() Format {
	return Format{
		Name: "postman", Title: "Postman collection 2.1", Endings: []string{".json"},
		Write: writePostman,
	}
}

// The shapes of a Postman collection, format 2.1.
type postmanItem struct {
	Name     string            `json:"name"`
	Request  postmanRequest    `json:"request"`
	Response []postmanResponse `json:"response"`
}

type postmanRequest struct {
	Method string        `json:"method"`
	Header []postmanPair `json:"header"`
	Body   *postmanBody  `json:"body,omitempty"`
	URL    postmanURL    `json:"url"`
}

type postmanPair struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type postmanBody struct {
	Mode    string         `json:"mode"`
	Raw     string         `json:"raw"`
	Options map[string]any `json:"options,omitempty"`
}

type postmanURL struct {
	Raw      string        `json:"raw"`
	Protocol string        `json:"protocol"`
	Host     []string      `json:"host"`
	Port     string        `json:"port,omitempty"`
	Path     []string      `json:"path"`
	Query    []postmanPair `json:"query,omitempty"`
}

type postmanResponse struct {
	Name     string         `json:"name"`
	Original postmanRequest `json:"originalRequest"`
	Status   string         `json:"status"`
	Code     int            `json:"code"`
	Header   []postmanPair  `json:"header"`
	Cookie   []struct{}     `json:"cookie"`
	Body     string         `json:"body"`
	Time     int64          `json:"responseTime"` // milliseconds
}

type postmanSink struct {
	w io.Writer
	o Options
	n int
}

func writePostman(w io.Writer, o Options) Sink { return &postmanSink{w: w, o: o} }

const postmanStart = `{
"info":{"name":"chatcb capture","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
"item":[`

// Write writes one request, with its answer as an example.
func (s *postmanSink) Write(r *capture.Record) error {
	x := &r.Exchange
	m := requestOf(x, s.o.Lost)
	request := s.request(x, &m)
	item := postmanItem{Name: title(x), Request: request, Response: []postmanResponse{}}
	if a, ok := answerOf(x, s.o.Lost); ok {
		item.Response = append(item.Response, postmanResponse{
			Name: "as captured", Original: request, Status: a.start[2], Code: x.Answer.Status, Header: postmanPairs(a.fields),
			Cookie: []struct{}{}, Body: s.text(x, a.body), Time: x.Phases.LastByte.Milliseconds(),
		})
	}
	unkept(x, s.o.Lost)
	s.o.Lost.Add(x.Seq, "times but that of the answer in milliseconds, and what stands beside the exchange")
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(&item); err != nil {
		return err
	}
	start := ",\n"
	if s.n == 0 {
		start = postmanStart + "\n"
	}
	s.n++
	_, err := io.WriteString(s.w, start+strings.TrimSuffix(b.String(), "\n"))
	return err
}

// Close ends the collection.
func (s *postmanSink) Close() error {
	end := "\n]}\n"
	if s.n == 0 {
		end = postmanStart + end
	}
	_, err := io.WriteString(s.w, end)
	return err
}

func postmanPairs(fields []field) []postmanPair {
	pairs := make([]postmanPair, len(fields))
	for i, f := range fields {
		pairs[i] = postmanPair{f.name, f.value}
	}
	return pairs
}

func (s *postmanSink) text(x *exchange.Exchange, body []byte) string {
	if !utf8.Valid(body) {
		s.o.Lost.Add(x.Seq, "bytes of a body that are not UTF-8")
	}
	return strings.ToValidUTF8(string(body), "\ufffd")
}

// request leaves out the headers that Postman writes by itself. Its {{variables}} are not escaped: there is no way to.
func (s *postmanSink) request(x *exchange.Exchange, m *message) postmanRequest {
	q := postmanRequest{Method: m.start[0], Header: []postmanPair{}, URL: postmanURL{Raw: location(x, m), Host: []string{}, Path: []string{}}}
	for _, f := range m.fields {
		if name := strings.ToLower(f.name); name != "host" && name != "content-length" {
			q.Header = append(q.Header, postmanPair{f.name, f.value})
		}
	}
	if u, err := url.Parse(q.URL.Raw); err == nil {
		q.URL.Protocol, q.URL.Port = u.Scheme, u.Port()
		q.URL.Host = strings.Split(u.Hostname(), ".")
		q.URL.Path = strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
		for _, p := range callback.ParseQuery(u.RawQuery) {
			q.URL.Query = append(q.URL.Query, postmanPair{p.Name, p.Value})
		}
	}
	if len(m.body) > 0 {
		q.Body = &postmanBody{Mode: "raw", Raw: s.text(x, m.body)}
		if kind, _ := m.get("Content-Type"); strings.Contains(kind, "json") {
			q.Body.Options = map[string]any{"raw": map[string]string{"language": "json"}}
		}
	}
	if strings.Contains(q.URL.Raw, "{{") || q.Body != nil && strings.Contains(q.Body.Raw, "{{") {
		s.o.Lost.Add(x.Seq, "that {{ is text: Postman takes it for a variable")
	}
	return q
}
