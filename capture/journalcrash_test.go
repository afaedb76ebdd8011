//go:build linux

package capture

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// childEnv makes the test binary a program that appends to a journal; see TestMain.
const childEnv = "CHATCB_JOURNAL_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childEnv) {
	case "append":
		os.Exit(appendUntilKilled())
	case "limit":
		os.Exit(appendUntilFull())
	}
	os.Exit(m.Run())
}

// appendUntilKilled appends from several goroutines and prints each number that was acknowledged.
func appendUntilKilled() int {
	j, err := OpenJournal(os.Args[1], JournalOptions{MaxBytes: 1 << 30})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for {
				seq, err := j.Append(sample(0, fmt.Sprintf("user%d", w), "bob", 0))
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				fmt.Fprintf(os.Stdout, "%d\n", seq) // one write each: never torn
			}
		})
	}
	wg.Wait()
	return 1
}

// appendUntilFull may write no file beyond 20,000 bytes, as on a disk without room.
func appendUntilFull() int {
	limit := syscall.Rlimit{Cur: 20_000, Max: 20_000}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	j, err := OpenJournal(os.Args[1], JournalOptions{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for n := 0; ; n++ {
		if _, err := j.Append(sample(0, "alice", "bob", 0)); err != nil {
			fmt.Printf("%d %v %v\n", n, errors.Is(err, syscall.EFBIG), err)
			return 0
		}
	}
}

func child(t *testing.T, what, dir string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], dir)
	c.Env = append(os.Environ(), childEnv+"="+what)
	c.Stderr = os.Stderr
	return c
}

// kill -9 loses nothing that was acknowledged, again and again on the same journal.
func TestKilledJournalKeepsWhatItAcknowledged(t *testing.T) {
	dir := t.TempDir()
	acknowledged := map[uint64]bool{}
	for round := range 3 {
		c := child(t, "append", dir)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ { // up to its death: what is in the pipe was acknowledged too
			seq, err := strconv.ParseUint(lines.Text(), 10, 64)
			if err != nil || acknowledged[seq] {
				t.Fatalf("got %q, want a number, once", lines.Text())
			}
			acknowledged[seq] = true
			if n == 500 {
				if err := c.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := c.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("round %d: got %v, want it killed", round, err)
		}
	}
	if len(acknowledged) < 1500 {
		t.Fatalf("got %d acknowledged, want at least 1500", len(acknowledged))
	}
	j := openJournal(t, dir, JournalOptions{})
	last := uint64(0)
	for rec, err := range everything(j) {
		if err != nil || rec.Exchange.Seq <= last {
			t.Fatalf("after %d: got %v, %v", last, rec, err)
		}
		last = rec.Exchange.Seq
		delete(acknowledged, last)
	}
	if len(acknowledged) > 0 {
		t.Errorf("%d acknowledged records are not there", len(acknowledged))
	}
	if j.stats().Next != last+1 {
		t.Errorf("got next %d after %d", j.stats().Next, last)
	}
}

// A limit of the system that a write runs into is a clear error, and nothing of the record is left.
func TestJournalAtTheFileSizeLimit(t *testing.T) {
	dir := t.TempDir()
	out, err := child(t, "limit", dir).Output()
	if err != nil {
		t.Fatal(err)
	}
	n, rest, _ := strings.Cut(string(out), " ")
	kept, _ := strconv.Atoi(n)
	if !strings.HasPrefix(rest, "true ") || !strings.Contains(rest, "file too large") || kept < 5 {
		t.Errorf("got %q, want some records and then EFBIG", out)
	}
	j := openJournal(t, dir, JournalOptions{})
	if r := j.Recovered(); r.Torn != 0 || r.Records != kept {
		t.Errorf("got %+v, want %d records and nothing torn", r, kept)
	}
}
