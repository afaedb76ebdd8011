package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/chatcb/chatcb/callback"
)

// programs is the folder of the program, which goes with the tests.
var programs string

func TestMain(m *testing.M) {
	var err error
	if programs, err = os.MkdirTemp("", "chatcb-e2e-"); err != nil {
		panic(err)
	}
	status := m.Run()
	_ = os.RemoveAll(programs)
	os.Exit(status)
}

// built is the program, compiled once.
var built = sync.OnceValues(func() (string, error) {
	name := filepath.Join(programs, "chatcb")
	build := exec.Command("go", "build", "-o", name, ".")
	build.Dir = filepath.Join("..", "..")
	_, err := build.Output()
	return name, err
})

// program runs chatcb until it is ready, and returns the receiver's URL and what kills it.
func program(t *testing.T, args ...string) (receiver string, kill func()) {
	t.Helper()
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), name, append(args, "--addr", ":0", "--admin-token", token, "--output", "ndjson")...)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	var ready struct{ URL string }
	if first, err := lines.ReadBytes('\n'); err != nil || json.Unmarshal(first, &ready) != nil {
		t.Fatalf("got %q, %v, want a line that says ready", first, err)
	}
	go io.Copy(io.Discard, lines)
	kill = sync.OnceFunc(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	t.Cleanup(kill)
	return strings.TrimSuffix(ready.URL, "/"), kill
}

// freeAddr is an address on which nobody listens just now.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestPageGoesOnAfterARestart kills a mock server under an open page.
func TestPageGoesOnAfterARestart(t *testing.T) {
	admin, dir := freeAddr(t), t.TempDir()
	args := []string{"mockserver", "--admin-addr", admin, "--data", dir}
	receiver, kill := program(t, args...)
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate("http://"+admin+"/?token="+token), chromedp.WaitVisible("#rows"))
	for _, from := range []string{"one", "two", "three"} {
		ask(t, receiver, from, "alice")
	}
	eventually(t, ctx, rows, "3")
	kill()
	eventually(t, ctx, `document.querySelector('#link').textContent`, "not connected, trying again")
	receiver, kill = program(t, args...)
	ask(t, receiver, "four", "alice")
	eventually(t, ctx, `[...document.querySelectorAll('#rows button')].map((b) => b.textContent).join()`, "four → alice,three → alice,two → alice,one → alice")
	eventually(t, ctx, `document.querySelector('#link').textContent + document.querySelector('#gap').hidden`, "livetrue")
	do(t, ctx, chromedp.Click("#rows tr:last-child button")) // of before the restart
	eventually(t, ctx, `document.querySelector('#detail').textContent.includes('Request 1')`, "true")

	// A page that is opened only now shows what the journal has.
	do(t, ctx, chromedp.Reload(), chromedp.WaitVisible("#rows"))
	eventually(t, ctx, rows, "4")

	// A server whose numbers begin again is another one.
	kill()
	receiver, _ = program(t, "mockserver", "--admin-addr", admin)
	ask(t, receiver, "first", "bob")
	eventually(t, ctx, `[...document.querySelectorAll('#rows button')].map((b) => b.textContent).join()`, "first → bob")
	eventually(t, ctx, `document.querySelector('#count-all').textContent`, "1")
}

// TestRecordingPage looks at what passes a proxy.
func TestRecordingPage(t *testing.T) {
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		q, err := callback.DecodeRequest(body)
		if err != nil || strings.Contains(string(body), "mallory") {
			http.Error(w, "no database", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(callback.Allow(q.Accounts()...).Append(nil, callback.Wire))
	}))
	defer backend.Close()
	admin := freeAddr(t)
	receiver, _ := program(t, "record", "--to", backend.URL, "--data", t.TempDir(), "--admin-addr", admin, "--on-error", "block")
	ctx := browser(t)
	do(t, ctx, scheme("light"), chromedp.Navigate("http://"+admin+"/?token="+token), chromedp.WaitVisible("#rows"))
	eventually(t, ctx, `document.querySelector('#what').textContent`, "recording → "+backend.URL+"/")
	eventually(t, ctx, `getComputedStyle(document.querySelector('#controls')).display`, "none") // there is nothing to steer
	accessible(t, ctx, "empty page of a proxy")
	ask(t, receiver, "alice", "bob", "carol")
	ask(t, receiver, "mallory", "victim")
	eventually(t, ctx, rows, "3")
	eventually(t, ctx, `document.querySelector('#count-blocked').textContent`, "1")
	do(t, ctx, chromedp.SendKeys("#filter", "guarded:yes"))
	eventually(t, ctx, rows, "1")
	eventually(t, ctx, `document.querySelector('#rows tr').textContent.includes('guard')`, "true")
	do(t, ctx, chromedp.Click("#rows button"))
	eventually(t, ctx, `document.querySelector('#detail').textContent.includes('decided for victim')`, "true")
	eventually(t, ctx, `document.querySelector('#detail').textContent.includes('no database')`, "true")         // what the backend had said
	eventually(t, ctx, `document.querySelector('#detail').textContent.includes('How it was decided')`, "false") // a proxy decides nothing
	do(t, ctx, chromedp.Click("#detail .copies button"))                                                        // sent again, to the backend through the proxy
	eventually(t, ctx, `document.querySelector('#said').textContent.startsWith('sent again: status 200 in ')`, "true")
	eventually(t, ctx, rows, "2")
	accessible(t, ctx, "the guard's answer")
	shot(t, ctx, "record-light")
	do(t, ctx, scheme("dark"), chromedp.Click("#language"))
	eventually(t, ctx, `document.querySelector('#detail').textContent.includes('由兜底应答')`, "true")
	accessible(t, ctx, "the guard's answer in Chinese, dark")
	shot(t, ctx, "record-dark-zh")
}
