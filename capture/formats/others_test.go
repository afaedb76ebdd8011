package formats

import (
	"encoding/csv"
	"encoding/json"
	goformat "go/format"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

func itoa(n int) string { return strconv.Itoa(n) }

func sort(lines []string) []string {
	slices.Sort(lines)
	return lines
}

// receivedBy reads a text in a format and tells of each record what was sent and received, with the problems.
func receivedBy(t *testing.T, name, text string) (records, problems []string) {
	t.Helper()
	o := format.Options{OnProblem: func(err error) { problems = append(problems, err.Error()) }}
	for r, err := range formatNamed(t, name).Read(strings.NewReader(text), o) {
		if err != nil {
			return records, append(problems, "ended: "+err.Error())
		}
		records = append(records, string(r.Exchange.Sent)+"→"+string(r.Exchange.Received))
	}
	return records, problems
}

func TestReadGor(t *testing.T) {
	const q, a = "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nx"
	sep := "\n🐵🙈🙉\n"
	for _, tt := range []struct {
		name, text     string
		want, problems []string
	}{
		{"one", "1 x 100\n" + q + sep, []string{q + "→"}, nil},
		{"without the last separator", "1 x 100 0\n" + q, []string{q + "→"}, nil},
		{"answers in another order", "1 x 1 0\n" + q + sep + "1 y 2 0\n" + q + sep + "2 y 2 5\n" + a + sep + "3 x 3 5\n" + a + sep + "2 x 1 5\n" + a + sep, []string{q + "→" + a, q + "→" + a}, nil},
		{"nobody asked", "2 z 1 5\n" + a + sep + "1 x 1 0\n" + q, []string{q + "→"}, []string{"payload 1: an answer to a request that is not there, or was more than 1024 requests ago"}},
		{"answered twice", "1 x 1 0\n" + q + sep + "1 y 1 0\n" + q + sep + "2 y 1 0\n" + a + sep + "2 y 1 0\n" + a, []string{q + "→", q + "→" + a}, []string{"payload 4: an answer to a request that is not there, or was more than 1024 requests ago"}},
		{"foreign", "hello\n" + sep + "9 x 1\n" + sep + "1 x soon\n" + sep + "2 x 1 -1\n", nil, []string{
			`payload 1: wanted a line of kind, id, time and latency, got "hello"`, `payload 2: wanted a line of kind, id, time and latency, got "9 x 1"`,
			`payload 3: the time is no number of nanoseconds: "soon"`, `payload 4: the latency is no number of nanoseconds: "-1"`,
		}},
		{"many without answers", strings.Repeat("1 x 1 0\n"+q+sep, 3000), slices.Repeat([]string{q + "→"}, 3000), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, problems := receivedBy(t, "gor", tt.text)
			if !cmp.Equal(got, tt.want) || !cmp.Equal(problems, tt.problems) {
				t.Errorf("got %.300q, %q, want %.300q, %q", got, problems, tt.want, tt.problems)
			}
		})
	}
	x := sample(1, "a", 0, "b")
	x.Exchange.Sent = append(x.Exchange.Sent, sep...)
	if err := formatNamed(t, "gor").Write(nil, format.Options{Strict: true}).Write(x); err == nil {
		t.Error("an exchange with the separator in it was written")
	}
}

func TestReadHTTP(t *testing.T) {
	for _, tt := range []struct {
		name, text     string
		want, problems []string
	}{
		{"request", "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", []string{"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}→"}, nil},
		{"by hand", "\nPOST / HTTP/1.1\nHost: a\n\n{\n}\n", []string{"POST / HTTP/1.1\r\nHost: a\r\n\r\n{\n}\n→"}, nil},
		{"by hand, with an answer", "POST / HTTP/1.1\n\n{}\n\nHTTP/1.1 200 OK\n\nyes\n", []string{"POST / HTTP/1.1\r\n\r\n{}→HTTP/1.1 200 OK\r\n\r\nyes\n"}, nil},
		{"two requests, one answer", "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nGET /3 HTTP/1.0\r\n\r\n", []string{
			"GET /1 HTTP/1.1\r\n\r\n→", "GET /2 HTTP/1.1\r\n\r\n→HTTP/1.1 204 No Content\r\n\r\n", "GET /3 HTTP/1.0\r\n\r\n→",
		}, nil},
		{
			"chunks and interim answers", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\n{}\r\n0\r\nA: b\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
			[]string{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\n{}\r\n0\r\nA: b\r\n\r\n→HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n→"},
			nil,
		},
		{"too short", "POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\n{}", []string{"POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\n{}→"}, nil},
		{"only a head, cut off", "POST / HTTP/1.1\r\nHost: a", []string{"POST / HTTP/1.1\r\nHost: a→"}, nil},
		{"an answer first", "HTTP/1.1 200 OK\r\n\r\n", nil, []string{`ended: message 1: wanted a request line such as POST /path HTTP/1.1, got "HTTP/1.1 200 OK\r"`}},
		{"foreign", "hello world\n", nil, []string{`ended: message 1: wanted a request line such as POST /path HTTP/1.1, got "hello world\r"`}},
		{"odd length", "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", nil, []string{`ended: message 1: 400: Content-Length is malformed, or there are two that differ: "x"`}},
		{"huge length", "POST / HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n", nil, []string{"ended: message 1: it is larger than 67108864 bytes"}},
		{"odd chunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", nil, []string{"ended: message 1: 400: the size of a chunk is malformed: got 'z'"}},
		{"empty", "\r\n\r\n", nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, problems := receivedBy(t, "http", tt.text)
			if !cmp.Equal(got, tt.want) || !cmp.Equal(problems, tt.problems) {
				t.Errorf("got %q, %q, want %q, %q", got, problems, tt.want, tt.problems)
			}
		})
	}
}

// No cell of the table begins as a formula does, whatever users call themselves.
func TestCSVHasNoFormulas(t *testing.T) {
	var records []*capture.Record
	for i, id := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "|x", "%x", "＝1", "plain", "a=b"} {
		r := sample(uint64(i), id, 0, id)
		r.Set("label", strconv.Quote(id))
		records = append(records, r)
	}
	rows, err := csv.NewReader(strings.NewReader(written(t, "csv", format.Options{}, records...))).ReadAll()
	if err != nil || len(rows) != len(records)+1 {
		t.Fatalf("got %d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		for i, cell := range row {
			if strings.IndexAny(cell, "=+-@\t\r\n|%＝") == 0 {
				t.Errorf("column %s: %q is a formula", rows[0][i], cell)
			}
		}
	}
	if rows[1][4] != "'=1+1" || rows[10][4] != "plain" || rows[11][3] != "a=b" {
		t.Errorf("got %q, %q, %q", rows[1], rows[10], rows[11])
	}
}

// The fixtures are Go as gofmt has it, and a test that uses them as their comment says compiles and passes.
func TestGoFixturesCompile(t *testing.T) {
	text := written(t, "go", format.Options{Package: "fixture"}, fixed()...)
	if again, err := goformat.Source([]byte(text)); err != nil || string(again) != text {
		t.Errorf("gofmt: %v\n%s", err, cmp.Diff(string(again), text))
	}
	if empty := written(t, "go", format.Options{}); !strings.Contains(empty, "package callback_test") {
		t.Errorf("got %s", empty)
	} else if _, err := goformat.Source([]byte(empty)); err != nil {
		t.Error(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module fixture\n\ngo 1.26.0\n", "fixture_test.go": text,
		"use_test.go": `package fixture

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func Test(t *testing.T) {
	blocked := 0
	for _, c := range capturedRequests {
		r := httptest.NewRequest(c.method, c.target, strings.NewReader(c.body))
		if r.URL.Query().Get("CallbackCommand") == "" || r.ContentLength == 0 {
			t.Error(c.name)
		}
		for _, effect := range c.effects {
			if effect == "BLOCK" {
				blocked++
			}
		}
	}
	if len(capturedRequests) != 4 || blocked != 2 {
		t.Errorf("got %d requests, %d blocked", len(capturedRequests), blocked)
	}
}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.CommandContext(t.Context(), "go", "test", "./...")
	c.Dir, c.Env = dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestPostmanIsACollection(t *testing.T) {
	var c struct {
		Info struct{ Name, Schema string }
		Item []struct {
			Name    string
			Request struct {
				URL struct {
					Host  []string
					Query []struct{ Key string }
				}
				Body struct{ Mode string }
			}
			Response []struct{ Code int }
		}
	}
	if err := json.Unmarshal([]byte(written(t, "postman", format.Options{}, fixed()...)), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Item) != 4 || !strings.HasSuffix(c.Info.Schema, "/v2.1.0/collection.json") {
		t.Fatalf("got %+v", c)
	}
	if got := c.Item[1]; got.Request.URL.Host[0] != "example" || got.Response[0].Code != 200 || got.Request.Body.Mode != "raw" || len(got.Request.URL.Query) != 5 {
		t.Errorf("got %+v", got)
	}
	if len(c.Item[3].Response) != 0 {
		t.Errorf("got an answer that never came: %+v", c.Item[3])
	}
	if err := json.Unmarshal([]byte(written(t, "postman", format.Options{})), &c); err != nil || len(c.Item) != 0 {
		t.Errorf("empty: got %v, %+v", err, c)
	}
	lost := new(format.Lost)
	r := sample(1, "{{user}}", 0, "b")
	written(t, "postman", format.Options{Lost: lost}, r)
	if !strings.Contains(strings.Join(lostIn(lost), "\n"), "that {{ is text") {
		t.Errorf("got %q", lostIn(lost))
	}
}

// No format writes credentials, also of records that were never in a capture.
func TestNoFormatWritesCredentials(t *testing.T) {
	for _, name := range Writable() {
		r := sample(1, "alice", 0, "bob")
		r.Exchange.Sent = []byte(strings.Replace(string(r.Exchange.Sent), "\r\n", "\r\nAuthorization: Bearer s3cret\r\n", 1))
		answerWith(&r.Exchange, strings.Replace(string(r.Exchange.Received), "\r\n", "\r\nSet-Cookie: s3cret\r\n", 1))
		if got := written(t, name, format.Options{}, r); strings.Contains(got, "s3cret") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
