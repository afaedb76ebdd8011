package formats

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// run is what chatcb prints with --output json.
const run = `{"version":1,"target":"http://h/","exchanges":[
{"seq":0,"target":"http://h/","request":{"head":"POST / HTTP/1.1\r\n\r\n","body":"{}"},"verdicts":[]},
{"seq":1,"request":7},
{"seq":2,"target":"http://h/","request":{"head":"POST / HTTP/1.1\r\n\r\n","body":"[]"},"verdicts":[]}
],"summary":{"exchanges":2},"exit":0}`

func TestReadRun(t *testing.T) {
	f, err := Detect([]byte(run))
	if err != nil || f.Name != "run" {
		t.Fatalf("got %q, %v", f.Name, err)
	}
	var skipped []string
	o := format.Options{OnProblem: func(err error) { skipped = append(skipped, err.Error()) }}
	read := func(text string, o format.Options) (bodies string, failed error) {
		for r, err := range f.Read(strings.NewReader(text), o) {
			if err != nil {
				return bodies, err
			}
			bodies += string(r.Exchange.SentBody())
			if value, ok := r.Get("verdicts"); !ok || value != "[]" {
				t.Errorf("verdicts: got %q", value)
			}
		}
		return bodies, nil
	}
	if got, err := read(run, o); got != "{}[]" || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	if len(skipped) != 1 || !strings.HasPrefix(skipped[0], "exchange 2: ") {
		t.Errorf("skipped: got %q, want exchange 2", skipped)
	}
	if _, err := read(run, format.Options{Strict: true}); err == nil || !strings.HasPrefix(err.Error(), "exchange 2: ") {
		t.Errorf("strict: got %v", err)
	}
	for name, text := range map[string]string{
		"within an exchange":     run[:len(run)/2],
		"between two":            run[:strings.Index(run, "},\n{\"seq\":1")+1],
		"no list":                `{"version":1,"exchanges":{}}`,
		"nothing of it is there": `{"version":1}`,
	} {
		if _, err := read(text, format.Options{}); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

// A torn line at the start does not hide what the file is. A foreign one does, for what follows it may be a receiver's
// doing: an answer that was saved must not be judged as the exchanges that it carries.
func TestDetectPastATornLine(t *testing.T) {
	var text strings.Builder
	w := capture.NewWriter(&text)
	if err := w.Write(sample(1, "alice", 0, "bob")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, exchange, _ := strings.Cut(text.String(), "\n")
	for _, start := range []string{"", "{\"seq\":0,\"requ\n", "{\"type\":\"summary\",\"version\":1}\n"} {
		if f, err := Detect([]byte(start + exchange)); f.Name != "capture" {
			t.Errorf("%q: got %q, %v", start, f.Name, err)
		}
	}
	for _, start := range []string{"{\"level\":\"info\"}\n", "hello\n", "{\"ActionStatus\":\"FAIL\",\n", "HTTP/1.1 500 Oops\r\n\r\noops\n"} {
		if f, err := Detect([]byte(start + exchange)); f.Name == "capture" {
			t.Errorf("%q: got a capture, %v", start, err)
		}
	}
	if f, err := Detect([]byte("{\"level\":\"info\"}\nhello\n")); err == nil {
		t.Errorf("got %q", f.Name)
	}
}
