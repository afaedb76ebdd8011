package cmd

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/outcome"
)

// run runs a command line in this process.
func run(t *testing.T, args ...string) (status outcome.Status, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = Run(t.Context(), append(args, "--config", "none"), strings.NewReader(""), &out, &err)
	return status, out.String(), err.String()
}

// program starts a receiver in another language and returns its URL.
func program(t *testing.T, name, file string, args ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), need.Program(t, name), append([]string{filepath.Join("testdata", "receivers", file)}, args...)...)
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	port, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("%s did not tell its port: %v", file, err)
	}
	return "http://127.0.0.1:" + strings.TrimSpace(port)
}

// goReceiver is a right receiver as a Go developer would write it.
func goReceiver(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		FriendItem []struct {
			To string `json:"To_Account"`
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	items := []map[string]any{}
	for _, f := range asked.FriendItem {
		item := map[string]any{"To_Account": f.To, "ResultCode": 0, "ResultInfo": ""}
		if f.To == "spammer" {
			item["ResultCode"], item["ResultInfo"] = 38001, "spam"
		}
		items = append(items, item)
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "ResultItem": items})
}

func TestSendToReceiversOfOtherHands(t *testing.T) {
	for _, tt := range []struct {
		name  string
		start func(*testing.T) string
	}{
		{"net/http", func(t *testing.T) string {
			s := httptest.NewServer(http.HandlerFunc(goReceiver))
			t.Cleanup(s.Close)
			return s.URL
		}},
		{"node", func(t *testing.T) string { return program(t, "node", "receiver.js") }},
		{"python", func(t *testing.T) string { return program(t, "python3", "receiver.py") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			url := tt.start(t)
			status, out, errs := run(t, "send", url, "--to", "friend,spammer", "--expect", "to:spammer=block", "--expect", "to:friend=allow", "--json")
			if status != 0 || errs != "" {
				t.Errorf("one request: got status %d, want 0\n%s%s", status, out, errs)
			}
			status, out, _ = run(t, "send", url, "--count", "20", "--jobs", "4", "--seed", "1", "--json")
			if status != 0 {
				t.Errorf("twenty requests: got status %d, want 0\n%s", status, out)
			}
		})
	}
}

// noLoader loads nothing: what is printed must be enough.
type noLoader struct{}

func (noLoader) Load(url string) (any, error) {
	return nil, errors.New("not self-contained: it needs " + url)
}

// printedSchema compiles a schema as chatcb schema prints it, alone.
func printedSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	status, text, errs := run(t, "schema", name)
	if status != 0 {
		t.Fatal(errs)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("schema %s: %v", name, err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.UseLoader(noLoader{})
	if err := c.AddResource("file:///"+name+".json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("file:///" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, text string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("not JSON: %v\n%s", err, text)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestOutputMatchesItsSchema(t *testing.T) {
	answers := map[string]string{
		"right":   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
		"binary":  "HTTP/1.1 200 OK\r\nX: \xff\r\n\r\n\xfe\xff",
		"chunked": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
		"nothing": "",
		"junk":    "hello",
	}
	runs, exchanges := printedSchema(t, "run"), printedSchema(t, "exchange")
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body)
				conn, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					return
				}
				io.WriteString(conn, answer)
				conn.Close()
			}))
			defer s.Close()
			_, out, _ := run(t, "send", s.URL, "--json", "--count", "2")
			validate(t, runs, out)
			_, out, _ = run(t, "send", s.URL, "--output", "ndjson")
			line, _, _ := strings.Cut(out, "\n")
			validate(t, exchanges, line)
		})
	}
}

// TestInterrupted proves that a cancelled run prints its summary, counts what was in flight, and says so by its status.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 3 {
			cancel()
		}
		goReceiver(w, r)
	}))
	defer s.Close()
	var out, errs bytes.Buffer
	status := Run(ctx, []string{"send", s.URL, "--count", "1000000", "--config", "none"}, strings.NewReader(""), &out, &errs)
	if status != outcome.Interrupted {
		t.Errorf("got status %d, want %d", status, outcome.Interrupted)
	}
	if want := fmt.Sprintf("exit %d", outcome.Interrupted); !strings.Contains(out.String(), want) {
		t.Errorf("got no summary with %q:\n%s", want, out.String())
	}
	if n < 3 || n > 5 {
		t.Errorf("got %d requests, want those in flight to finish and no more", n)
	}
}
