package exchange

import (
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

func TestCallFrame(t *testing.T) {
	t.Parallel()
	now := time.Unix(1669872112, 0)
	const sign = "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061" // of the token xxxxyyyy, see the contract
	query := callback.Query{{Name: "b", Value: "1"}, {Name: "a", Value: "2"}}
	raw := "x=%zz"
	for _, tt := range []struct {
		name, want string
		call       Call
	}{
		{"nothing", "/", Call{}},
		{"documented order", "/p?b=1&a=2", Call{Path: "/p", Query: query, Style: callback.Documented}},
		{"wire order with the URL's own", "/?a=2&app=x&b=1", Call{Configured: callback.Query{{Name: "app", Value: "x"}}, Query: query}},
		{"sorted", "/?a=2&b=1", Call{Query: query, Style: callback.Documented, Order: SortedOrder}},
		{"reversed", "/?b=1&a=2", Call{Query: query, Order: ReversedOrder}},
		{"signed", "/?b=1&a=2&Sign=" + sign + "&RequestTime=1669872112", Call{Query: query, Style: callback.Documented, Token: "xxxxyyyy"}},
		{"raw query", "/?x=%zz", Call{Query: query, RawQuery: &raw, Token: "t"}},
		{"signed otherwise", "/?t=7", Call{Token: "t", Sign: func(_ callback.Query, _ string, _ time.Time) callback.Query {
			return callback.Query{{Name: "t", Value: "7"}}
		}}},
		{"no token, no sign", "/", Call{Sign: func(callback.Query, string, time.Time) callback.Query { panic("called without a token") }}},
	} {
		tt.call.Head.Host, tt.call.Body = "h", []byte("{}")
		before := len(tt.call.Query)
		f := tt.call.Frame(now)
		want := "POST " + tt.want + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
		if got := string(f.Bytes()); got != want || string(f.Target) != tt.want {
			t.Errorf("%s: got %q, target %q, want %q", tt.name, got, f.Target, want)
		}
		if len(tt.call.Query) != before {
			t.Errorf("%s: framing changed the call", tt.name)
		}
	}
}

func TestCallFrameRaw(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"GET / HTTP/1.0\r\n\r\nbody", "no end of the head", ""} {
		c := Call{Raw: []byte(raw)}
		f := c.Frame(time.Now())
		_, body, _ := strings.Cut(raw, "\r\n\r\n")
		if string(f.Bytes()) != raw || string(f.Body) != body || f.Target != nil {
			t.Errorf("%q: got head %q, body %q, target %q", raw, f.Head, f.Body, f.Target)
		}
	}
}
