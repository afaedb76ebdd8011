//go:build soak

package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/chatcb/chatcb/callback"
)

// TestGuardSoak has a guard under load while its backend misbehaves, is killed and stopped, the disk of its journal is full
// again and again, nobody reads its terminal, and others send what is no request: every answer must be one that Chat does
// what it says by. CHATCB_SOAK says for how long, such as 30m; the full disk needs the right to mount one.
func TestGuardSoak(t *testing.T) {
	long, err := time.ParseDuration(os.Getenv("CHATCB_SOAK"))
	if err != nil {
		t.Fatalf("CHATCB_SOAK says for how long, such as 30m: %v", err)
	}
	s := &guardSoak{kinds: map[string]int{}, backend: freeAddress(t)}
	s.proxy, s.terminal = s.startProxy(t)
	ctx, stop := context.WithTimeout(t.Context(), long)
	defer stop()
	var all sync.WaitGroup
	all.Go(func() { s.driveBackend(ctx, t) })
	all.Go(func() { s.fillDisk(ctx) })
	all.Go(func() { s.disturb(ctx) })
	all.Go(func() { s.watchMachine(ctx) })
	var asked atomic.Int64
	work := make(chan int64)
	for range 96 { // each holds a request for two seconds at most
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{}, Timeout: 4 * time.Second}
			for n := range work {
				s.ask(client, n)
				if n%17 == 0 {
					client.CloseIdleConnections()
				}
			}
		})
	}
	for tick := time.NewTicker(25 * time.Millisecond); ctx.Err() == nil; <-tick.C {
		select {
		case work <- asked.Add(1):
		case <-ctx.Done():
		}
	}
	close(work)
	all.Wait()
	s.end(t)
}

// guardSoak counts what came of the requests.
type guardSoak struct {
	backend  string // its address, the same after a restart
	data     string
	url      string
	proxy    *exec.Cmd
	terminal *os.File

	kills, pauses, fills int
	mu                   sync.Mutex
	kinds                map[string]int
	unguarded            []string
	slowest              time.Duration
	stalls               []stall
}

// stall is a time in which this process, and so most likely any other, did not run though it was to.
type stall struct{ from, to time.Time }

// watchMachine notes the stalls of the machine: what is late in one is not the guard's doing.
func (s *guardSoak) watchMachine(ctx context.Context) {
	const every = 10 * time.Millisecond
	for before := time.Now(); ctx.Err() == nil; {
		time.Sleep(every)
		now := time.Now()
		if now.Sub(before) > every+100*time.Millisecond {
			s.mu.Lock()
			s.stalls = append(s.stalls, stall{before, now})
			s.mu.Unlock()
		}
		before = now
	}
}

// stalled is for how long the machine stood still between two moments.
func (s *guardSoak) stalled(from, to time.Time) (sum time.Duration) {
	for _, st := range s.stalls {
		if st.from.Before(to) && from.Before(st.to) {
			sum += st.to.Sub(st.from)
		}
	}
	return sum
}

func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// startProxy starts record with both streams on a terminal that nobody reads.
func (s *guardSoak) startProxy(t *testing.T) (*exec.Cmd, *os.File) {
	s.data = filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(s.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", s.data, "tmpfs", 0, "size=4m"); err != nil {
		t.Logf("without a full disk: %v", err)
		s.fills = -1
	} else {
		t.Cleanup(func() { _ = unix.Unmount(s.data, unix.MNT_DETACH) })
	}
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(terminal.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	screen, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	ready := filepath.Join(t.TempDir(), "ready")
	c := exec.CommandContext(t.Context(), "chatcb", "record", "--to", s.backend, "--addr", "127.0.0.1:0", "--ready-file", ready,
		"--data", filepath.Join(s.data, "journal"), "--max-bytes", "1000000", "--on-late", "block", "--on-error", "block")
	c.Stdout, c.Stderr = screen, screen
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	waitForFile(t, ready)
	url, err := os.ReadFile(ready)
	if err != nil {
		t.Fatal(err)
	}
	s.url = strings.TrimSpace(string(url))
	return c, terminal
}

func waitForFile(t *testing.T, name string) {
	for range 600 {
		if _, err := os.Stat(name); err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s did not come", name)
}

// badDays are what the backend does between two restarts. None of them says ALLOW of somebody it was to deny.
var badDays = []string{
	"latency=1ms..60ms",
	"status=503 1 in 3, latency=1ms..20ms",
	"hang=5s 1 in 8, reset 1 in 5, no-result-item 1 in 4",
	"p99=3s, truncate 1 in 9, garbage 1 in 7, bad-chunk 1 in 6",
	"latency=1700ms..2300ms 1 in 3, empty 1 in 5, html 1 in 7",
	"dribble=40ms 1 in 5, close 1 in 4, result-code-1 1 in 6, null 1 in 7",
	"real-nil-slice 1 in 3, no-to-account 1 in 4, string-result-code 1 in 5, error-code-500 1 in 6",
	"cut-off 1 in 3, in-an-array 1 in 4, trailing-comma 1 in 5, two-objects 1 in 6, length-too-long 1 in 7",
	"cross-talk, one-reader, latency=5ms",
	"redirect 1 in 3, gzip 1 in 4, charset-gbk 1 in 5, resets-idle 1 in 3, no-last-chunk 1 in 6",
}

// driveBackend starts the backend with one bad day after the other, and ends it by kill -9; in between it stands still.
func (s *guardSoak) driveBackend(ctx context.Context, t *testing.T) {
	for day := 0; ctx.Err() == nil; day++ {
		c := exec.CommandContext(ctx, "chatcb", "mockserver", "--addr", s.backend, "--admin-addr", "none", "--deny", "from:spammer",
			"--fault", badDays[day%len(badDays)], "--seed", fmt.Sprint(day+1), "--output", "ndjson")
		var said bytes.Buffer
		c.Stderr = &said
		if err := c.Start(); err != nil {
			t.Error(err)
			return
		}
		sleep(ctx, 6*time.Second)
		if day%3 == 0 {
			_ = c.Process.Signal(syscall.SIGSTOP)
			sleep(ctx, 3*time.Second)
			_ = c.Process.Signal(syscall.SIGCONT)
			sleep(ctx, time.Second)
			s.pauses++
		}
		_ = c.Process.Kill()
		_ = c.Wait()
		s.kills++
		if said.Len() > 0 && !strings.Contains(said.String(), "mockserver") && ctx.Err() == nil {
			t.Errorf("the backend said %.300s", &said)
		}
		sleep(ctx, 2*time.Second)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// fillDisk has the disk of the journal full for ten seconds out of twenty.
func (s *guardSoak) fillDisk(ctx context.Context) {
	for s.fills >= 0 && ctx.Err() == nil {
		sleep(ctx, 10*time.Second)
		name := filepath.Join(s.data, "filler")
		f, err := os.Create(name)
		if err != nil {
			continue
		}
		for begun := time.Now(); ctx.Err() == nil && time.Since(begun) < 10*time.Second; {
			if _, err := f.Write(make([]byte, 4096)); err != nil {
				sleep(ctx, 200*time.Millisecond)
			}
		}
		f.Close()
		os.Remove(name)
		s.fills++
	}
}

// disturb sends what is no request, or half of one, and connects without a word.
func (s *guardSoak) disturb(ctx context.Context) {
	host := strings.TrimSuffix(strings.TrimPrefix(s.url, "http://"), "/")
	var silent []net.Conn
	for n := 0; ctx.Err() == nil; n++ {
		sleep(ctx, 100*time.Millisecond)
		conn, err := net.Dial("tcp", host)
		if err != nil {
			continue
		}
		switch n % 4 {
		case 0:
			_, _ = io.WriteString(conn, "GET / HTTP/9.9\r\n\r\n")
			conn.Close()
		case 1:
			_, _ = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n{")
		}
		if silent = append(silent, conn); len(silent) > 200 {
			silent[0].Close()
			silent = silent[1:]
		}
	}
	for _, c := range silent {
		c.Close()
	}
}

// ask sends one request as Chat does, and counts what Chat would do.
func (s *guardSoak) ask(client *http.Client, n int64) {
	from, to := "friend", fmt.Sprintf("user%d", n)
	if n%2 == 0 {
		from = "spammer"
	}
	body := callback.Encoding{}.Append(nil, &callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: from, FromAccount: from, EventTime: time.Now().UnixMilli(),
		Items: []callback.Item{{ToAccount: to}},
	})
	query := callback.PrevFriendAdd.Query("1400000000", "203.0.113.7", "iOS")
	var sent io.Reader = bytes.NewReader(body)
	if n%5 == 0 {
		sent = io.MultiReader(sent) // of unknown length: in chunks
	}
	begun := time.Now()
	resp, err := client.Post(s.url+"?"+string(query.Append(nil)), "application/json", sent)
	var answer []byte
	if err == nil {
		answer, err = io.ReadAll(resp.Body)
		resp.Body.Close()
	}
	took := time.Since(begun)
	what := ""
	switch {
	case took >= callback.Deadline && s.machineStood(begun, took):
		what = "late while the machine stood still"
	case err != nil:
		what = "unguarded: " + err.Error()
	case took >= callback.Deadline:
		what = "unguarded: late"
	case resp.StatusCode != http.StatusOK:
		what = fmt.Sprintf("unguarded: status %d", resp.StatusCode)
	default:
		what = verdictOf(answer, from, to)
		if cause := resp.Header.Get("X-Chatcb-Guard"); cause != "" {
			what = "guarded " + cause + ": " + what
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slowest = max(s.slowest, took)
	s.kinds[strings.ReplaceAll(what, to, "TO")]++
	if strings.Contains(what, "unguarded") {
		s.unguarded = append(s.unguarded, fmt.Sprintf("%s after %v: %.300s", what, took, answer))
	}
}

// machineStood reports whether an answer would have come in time but for the stalls of the machine.
func (s *guardSoak) machineStood(begun time.Time, took time.Duration) bool {
	time.Sleep(300 * time.Millisecond) // what stands still now is noted when it is over
	s.mu.Lock()
	defer s.mu.Unlock()
	return took-s.stalled(begun, begun.Add(took)) < callback.Deadline
}

// verdictOf reads an answer by itself, not as the guard does.
func verdictOf(answer []byte, from, to string) string {
	var a struct {
		ActionStatus string
		ErrorCode    *int64
		ResultItem   []struct {
			ToAccount  string `json:"To_Account"`
			ResultCode *int64
		}
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return "unguarded: " + err.Error()
	}
	if len(a.ResultItem) != 1 || a.ResultItem[0].ToAccount != to || a.ResultItem[0].ResultCode == nil {
		return "unguarded: no item"
	}
	code := *a.ResultItem[0].ResultCode
	switch {
	case a.ActionStatus != "OK" || a.ErrorCode == nil || *a.ErrorCode != 0:
		return "unguarded: fails"
	case callback.CodeInRange(code):
		return "denied"
	case code != 0:
		return "denied by a code out of range" // other values than 0: do not allow
	case from == "spammer":
		return "unguarded: a spammer allowed"
	}
	return "allowed"
}

func (s *guardSoak) end(t *testing.T) {
	if err := s.proxy.Process.Signal(os.Interrupt); err != nil {
		t.Errorf("the proxy has ended: %v", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.proxy.Wait() }()
	select {
	case err := <-ended:
		if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() != 3 {
			t.Errorf("got %v, want status 3: nobody has read the results", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("the proxy did not end")
	}
	s.terminal.Close()
	total := 0
	for _, what := range slices.Sorted(maps.Keys(s.kinds)) {
		t.Logf("%7d %s", s.kinds[what], what)
		total += s.kinds[what]
	}
	t.Logf("the machine stood still %d times for 100ms and more", len(s.stalls))
	t.Logf("%d answers, slowest %v; backend killed %d times, stopped %d times; disk full %d times", total, s.slowest, s.kills, s.pauses, s.fills)
	for _, u := range s.unguarded[:min(20, len(s.unguarded))] {
		t.Error(u)
	}
	if total < 100 || s.kinds["allowed"] == 0 || s.kinds["denied"] == 0 {
		t.Errorf("got %d answers, want more, and of each kind", total)
	}
}
