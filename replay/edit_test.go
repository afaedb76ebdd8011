package replay

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/exchange"
)

func sentRecord(sent string) *capture.Record {
	return &capture.Record{Exchange: exchange.Exchange{Sent: []byte(sent), Start: epoch}}
}

// What nobody touches stays byte for byte, white space and line ends of bodies included.
func TestEditingWithoutAChange(t *testing.T) {
	e := Editing{Records: []*capture.Record{
		recorded(1, 0, "a", "b", 0),
		sentRecord("POST /x?y HTTP/1.1\r\nContent-Length: 13\r\n\r\n{\n\"EventTime\"\n: 1}\n\n"),
		sentRecord("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\n{\r\n1\r\n}\r\n0\r\n\r\n"),
		sentRecord("POST /x HTTP/1.0\r\n\r\n"),
	}}
	text, err := e.Text("two\nlines")
	if err != nil || !strings.HasPrefix(text, "# two\n# lines\n") {
		t.Fatalf("got %q, %v", text, err)
	}
	records, problems := e.Apply(text)
	if len(problems) > 0 || len(records) != len(e.Records) || e.KeepEventTime {
		t.Fatalf("got %d records, problems %q, keep %v", len(records), problems, e.KeepEventTime)
	}
	for i, rec := range records {
		if got, want := string(rec.Exchange.Sent), string(e.Records[i].Exchange.Sent); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestEditing(t *testing.T) {
	first := string(recorded(1, 0, "alice", "bob", 0).Exchange.Sent)
	for _, tt := range []struct {
		name, from, to string
		problem        string // "" where there is none
		want           string // in what is sent; "" where nothing is
		keep           bool
	}{
		{name: "a member", from: `"bob"`, to: `"bobby"`, want: `"To_Account":"bobby"`},
		{name: "the length follows", from: `"bob"`, to: `"bobby"`, want: "Content-Length: " + strconv.Itoa(bodyLen(first)+2)},
		{name: "the query", from: "ClientIP=1.2.3.4", to: "ClientIP=::1", want: "ClientIP=::1&"},
		{name: "EventTime", from: `"EventTime":1`, to: `"EventTime":2`, want: `"EventTime":2`, keep: true},
		{name: "no JSON", from: `"bob"`, to: `bob`, problem: "request 1: the body is not JSON"},
		{name: "a rule broken anew", from: `"To_Account"`, to: `"to_account"`, problem: "request 1: RQ"},
		{name: "another number", from: "=== 1 ", to: "=== 7 ", problem: "wanted the number of a request"},
		{name: "a lost heading", from: "=== 1 ", to: "1 ", problem: "belongs to no request"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := Editing{Records: []*capture.Record{sentRecord(first)}}
			text, err := e.Text()
			if err != nil {
				t.Fatal(err)
			}
			edited := strings.Replace(text, tt.from, tt.to, 1)
			if edited == text {
				t.Fatalf("%q is not in %q", tt.from, text)
			}
			records, problems := e.Apply(edited)
			if tt.problem != "" {
				if len(problems) == 0 || !strings.Contains(problems[0], tt.problem) {
					t.Errorf("got %q, want %q", problems, tt.problem)
				}
				return
			}
			if len(problems) > 0 || len(records) != 1 || !strings.Contains(string(records[0].Exchange.Sent), tt.want) || e.KeepEventTime != tt.keep {
				t.Errorf("got %d records, %q, keep %v, want %q", len(records), problems, e.KeepEventTime, tt.want)
			}
		})
	}
}

func bodyLen(sent string) int {
	_, body, _ := strings.Cut(sent, "\r\n\r\n")
	return len(body)
}
