package saved

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/language"
)

const right = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[]}`

// asSaved is an answer as a tool prints it.
func asSaved(status string, headers ...string) string {
	return status + "\r\n" + strings.Join(append(headers, ""), "\r\n") + "\r\n"
}

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	fmt.Fprint(w, text)
	w.Close()
	return b.String()
}

// Whatever the saving tool did, the answer is whole, has the status and the body that were meant, and no defect.
func TestReadRestoresWhatToolsDid(t *testing.T) {
	t.Parallel()
	length := fmt.Sprintf("Content-Length: %d", len(right))
	typed := "Content-Type: application/json"
	for _, tt := range []struct {
		name, text string
		granted    string // in what is told; "" for nothing
	}{
		{"a body alone", right, ""},
		{"as it came", asSaved("HTTP/1.1 200 OK", typed, length) + right, ""},
		{"without a length", asSaved("HTTP/1.1 200 OK", typed) + right, ""},
		{"chunks kept", asSaved("HTTP/1.1 200 OK", typed, "Transfer-Encoding: chunked") + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(right), right), ""},
		{"chunks joined", asSaved("HTTP/1.1 200 OK", typed, "Transfer-Encoding: chunked") + right, "chunks"},
		{"chunks joined, in lower case", asSaved("HTTP/1.1 200 OK", typed, "transfer-encoding: chunked", "connection: keep-alive") + right, "chunks"},
		{"HTTP/2", asSaved("HTTP/2 200 ", "content-type: application/json") + right, "HTTP/2"},
		{"HTTP/2 without a blank", asSaved("HTTP/2 200", "content-type: application/json", strings.ToLower(length)) + right, "HTTP/2"},
		{"HTTP/3", asSaved("HTTP/3 200 ", "content-type: application/json") + right, "HTTP/3"},
		{"HTTP/2.0 as other tools spell it", asSaved("HTTP/2.0 200 OK", typed, length) + right, "HTTP/2"},
		{"decompressed", asSaved("HTTP/1.1 200 OK", typed, "Content-Encoding: gzip", "Content-Length: 60") + right, "decompressed"},
		{"decompressed and joined", asSaved("HTTP/1.1 200 OK", typed, "Content-Encoding: br", "Transfer-Encoding: chunked") + right, "decompressed"},
		{"interim answers", asSaved("HTTP/1.1 100 Continue") + asSaved("HTTP/1.1 103 Early Hints", "Link: </a>") + asSaved("HTTP/1.1 200 OK", typed, length) + right, "interim"},
		{"a proxy", asSaved("HTTP/1.1 200 Connection established") + asSaved("HTTP/1.1 200 OK", typed, length) + right, "proxy"},
		{"redirects", asSaved("HTTP/1.1 301 Moved", "Location: /a", "Content-Length: 0") + asSaved("HTTP/2 302 ", "location: /b") + asSaved("HTTP/1.1 200 OK", typed, length) + right, "Chat follows none"},
		{"a line end", asSaved("HTTP/1.1 200 OK", typed, length) + right + "\n", "line end"},
		{"a line end of Windows", asSaved("HTTP/1.1 200 OK", typed, length) + right + "\r\n", "line end"},
		{"line feeds alone", strings.ReplaceAll(asSaved("HTTP/1.1 200 OK", typed, length), "\r\n", "\n") + right + "\n", "line end"},
		{"a mark", "\xef\xbb\xbf" + asSaved("HTTP/1.1 200 OK", typed, length) + right, "byte order mark"},
		{"another length", asSaved("HTTP/1.1 200 OK", typed, "Content-Length: 9000") + right, "9000"},
	} {
		a, err := Read([]byte(tt.text))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var got http1.Answer
		got.Advance(a.Received, true)
		if got.Status != 200 || string(got.Body) != right || got.Defects != 0 {
			t.Errorf("%s: got status %d, %q, defects %v from %q", tt.name, got.Status, got.Body, got.Defects.Words(), a.Received)
		}
		if kind, ok := got.Header("content-type"); !ok || string(kind) != "application/json" {
			t.Errorf("%s: got type %q", tt.name, kind)
		}
		var told string
		for _, g := range a.Granted {
			told += language.T(g.Sentence, g.Args...).String() + "; "
		}
		if tt.granted == "" && told != "" || !strings.Contains(told, tt.granted) {
			t.Errorf("%s: told %q, want %q", tt.name, told, tt.granted)
		}
	}
}

// What only the receiver can have done stays as it is, and is judged.
func TestReadKeepsWhatTheReceiverDid(t *testing.T) {
	t.Parallel()
	typed := "Content-Type: application/json"
	for name, text := range map[string]string{
		"cut off":                  asSaved("HTTP/1.1 200 OK", typed, "Content-Length: 174") + right[:40],
		"a redirect":               asSaved("HTTP/1.1 302 Found", "Location: /x", "Content-Length: 0"),
		"compressed":               asSaved("HTTP/1.1 200 OK", typed, "Content-Encoding: gzip", fmt.Sprintf("Content-Length: %d", len(zipped(right)))) + zipped(right),
		"compressed and cut off":   asSaved("HTTP/1.1 200 OK", typed, "Content-Encoding: gzip", "Content-Length: 500") + zipped(right)[:20],
		"chunks that are cut off":  asSaved("HTTP/1.1 200 OK", typed, "Transfer-Encoding: chunked") + fmt.Sprintf("%x\r\n%s", len(right)+10, right),
		"something behind":         asSaved("HTTP/1.1 200 OK", typed, fmt.Sprintf("Content-Length: %d", len(right))) + right + "<html>",
		"no status":                "HTTP/1.1 abc\r\n\r\n" + right,
		"two lengths":              asSaved("HTTP/1.1 200 OK", typed, "Content-Length: 5, 6") + right,
		"an error page":            asSaved("HTTP/1.1 502 Bad Gateway", "Content-Type: text/html", "Content-Length: 6") + "<html>",
		"a head without its end":   "HTTP/1.1 200 OK\r\nContent-Type: application/json",
		"a length and a line more": asSaved("HTTP/1.1 200 OK", typed, "Content-Length: 2") + "ok more\n",
	} {
		a, err := Read([]byte(text))
		if err != nil || string(a.Received) != text || len(a.Granted) != 0 {
			t.Errorf("%s: got %v, %+v, want the text as it is", name, err, a)
		}
	}
	for _, body := range []string{"", "<html>404", "ok", "[]", "null", `{"a":1}`, "\xef\xbb\xbf{}"} {
		a, err := Read([]byte(body))
		if err != nil || !bytes.HasSuffix(a.Received, []byte("\r\n\r\n"+body)) {
			t.Errorf("%q: got %v, %+v, want a body", body, err, a)
		}
	}
}

func TestReadRefusesWhatIsNoAnswer(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\xff\xfe{\x00}\x00": "UTF-16", "\xfe\xff\x00{": "UTF-16", "{\x00}\x00": "UTF-16", "\x00{": "UTF-16",
		"POST http://localhost/hook\n\n{}":            "request",
		"### one\n# two\nPOST /hook HTTP/1.1\n\n":     "request",
		"@host = x\n\nGET {{host}}/hook":              "request",
		"1 5e2a 1584 \nGET / HTTP/1.1\r\n\r\n":        "GoReplay",
		"curl -si http://localhost/":                  "command of curl",
		"* Connected to localhost\n> POST / HTTP/1.1": "curl -v",
	} {
		if _, err := Read([]byte(text)); !errors.Is(err, ErrNoAnswer) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func FuzzReadKeepsBodies(f *testing.F) {
	f.Add([]byte(asSaved("HTTP/2 200 ", "content-type: a") + right))
	f.Add([]byte(asSaved("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Content-Length: 3") + "0\r\n\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		a, err := Read(text)
		if err != nil {
			return
		}
		if bytes.HasPrefix(text, []byte("HTTP/")) && len(a.Received) > len(text)+100 {
			t.Fatalf("%q became %q", text, a.Received)
		}
		again, err := Read(a.Received)
		if err != nil || len(again.Granted) > 0 || !bytes.Equal(again.Received, a.Received) {
			t.Fatalf("%q became %q, and that %q: %v", text, a.Received, again.Received, again.Granted)
		}
	})
}
