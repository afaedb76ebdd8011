// Package postman reads and writes Postman collections: it writes format 2.1, and reads 2.0 too.
package postman

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
)

// Format is the format of Postman collections.
func Format() format.Format {
	return format.Format{
		Name: "postman", Endings: []string{".json"},
		Read: read, Looks: looks, Encode: encode, Between: ",\n", End: "\n]}\n",
		Begin: func(*format.Options) string { return opening + "\n" },
	}
}

func looks(start []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\ufeff"))), []byte{'{'}) &&
		bytes.Contains(start, []byte(`"https://schema.getpostman.com/`))
}

// The shapes of a Postman collection.
type item struct {
	Name     string     `json:"name"`
	Request  request    `json:"request"`
	Response []response `json:"response"`
	Item     []item     `json:"item,omitempty"` // of a folder, which has no request
}

type request struct {
	Method string   `json:"method"`
	Header pairs    `json:"header"`
	Body   *body    `json:"body,omitempty"`
	URL    location `json:"url"`
}

type pairs []pair

type pair struct {
	Key      string `json:"key"`
	Value    string `json:"value"`
	Disabled bool   `json:"disabled,omitempty"`
}

type body struct {
	Mode       string         `json:"mode"`
	Raw        string         `json:"raw"`
	URLEncoded pairs          `json:"urlencoded,omitempty"`
	Options    map[string]any `json:"options,omitempty"`
}

type location struct {
	Raw      string   `json:"raw"`
	Protocol string   `json:"protocol"`
	Host     []string `json:"host"`
	Port     string   `json:"port,omitempty"`
	Path     []string `json:"path"`
	Query    []pair   `json:"query,omitempty"`
}

type response struct {
	Name     string     `json:"name"`
	Original request    `json:"originalRequest"`
	Status   string     `json:"status"`
	Code     int        `json:"code"`
	Header   pairs      `json:"header"`
	Cookie   []struct{} `json:"cookie"`
	Body     *string    `json:"body"`
	Time     int64      `json:"responseTime"` // milliseconds
}

const opening = `{
"info":{"name":"chatcb capture","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
"item":[`

// encode spells an item for a request, with its answer as an example.
func encode(r *capture.Record, o *format.Options) ([]byte, error) {
	x := &r.Exchange
	i := item{Name: format.Title(x), Request: requestOf(x, o.Lost), Response: []response{}}
	if a, ok := format.AnswerOf(x); ok {
		i.Response = append(i.Response, response{
			Name: "as captured", Original: i.Request, Status: a.Start[2], Code: x.Answer.Status, Header: pairsOf(a.Fields),
			Cookie: []struct{}{}, Body: new(text(a.Body)), Time: x.Phases.LastByte.Milliseconds(),
		})
	}
	return format.JSON(&i)
}

func pairsOf(fields []format.Field) pairs {
	list := make(pairs, len(fields))
	for i, f := range fields {
		list[i] = pair{Key: f.Name, Value: f.Value}
	}
	return list
}

func text(body []byte) string { return strings.ToValidUTF8(string(body), "\ufffd") }

// requestOf leaves out the headers that Postman writes by itself. Its {{variables}} are not escaped: there is no way to.
func requestOf(x *exchange.Exchange, lost *format.Lost) request {
	m := format.RequestOf(x)
	q := request{Method: m.Start[0], Header: pairs{}, URL: location{Raw: format.Location(x, &m), Host: []string{}, Path: []string{}}}
	for _, f := range m.Fields {
		if name := strings.ToLower(f.Name); name != "host" && name != "content-length" {
			q.Header = append(q.Header, pair{Key: f.Name, Value: f.Value})
		}
	}
	if u, err := url.Parse(q.URL.Raw); err == nil {
		q.URL.Protocol, q.URL.Port = u.Scheme, u.Port()
		q.URL.Host = strings.Split(u.Hostname(), ".")
		q.URL.Path = strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
		for _, p := range callback.ParseQuery(u.RawQuery) {
			q.URL.Query = append(q.URL.Query, pair{Key: p.Name, Value: p.Value})
		}
	}
	if len(m.Body) > 0 {
		q.Body = &body{Mode: "raw", Raw: text(m.Body)}
		if kind, _ := m.Get("Content-Type"); strings.Contains(kind, "json") {
			q.Body.Options = map[string]any{"raw": map[string]string{"language": "json"}}
		}
	}
	if strings.Contains(q.URL.Raw, "{{") || q.Body != nil && strings.Contains(q.Body.Raw, "{{") {
		lost.Add(x.Seq, "that {{ is text: Postman takes it for a variable")
	}
	return q
}
