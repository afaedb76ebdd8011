package cmd

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
)

// release is a handler that denies those of whom denies says so.
func release(t *testing.T, denies func(from, to string) bool) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		request, _ := conformance.RequestOf(body)
		answer := callback.Allow(request.Accounts...)
		for i, to := range request.Accounts {
			if denies(request.From, to) {
				answer.ResultItem[i].ResultCode = 38001
			}
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(answer.Append(nil, callback.Wire))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/hook"
}

// The diff of two versions of a handler has the decisions that changed, each as what it is, and no others: against the
// recorded answers of the one, and with both asked.
func TestDiffOfTwoVersions(t *testing.T) {
	old := func(_, to string) bool { return to[len(to)-1]%2 == 0 }
	now := func(_, to string) bool { return to[len(to)-1]%3 == 0 }
	was, is := release(t, old), release(t, now)
	status, recorded, errs := run(t, "send", was, "--count", "150", "--seed", "11", "--jobs", "4", "--output", "ndjson")
	if status != outcome.OK {
		t.Fatalf("got status %d\n%s", status, errs)
	}
	file := filepath.Join(t.TempDir(), "old.jsonl")
	if err := os.WriteFile(file, []byte(recorded), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"against the recorded answers": {"replay", file, is},
		"with both asked":              {"replay", file, was, "--against", is},
	} {
		want, got := map[string]int{}, map[string]int{}
		status, out, errs := run(t, append(args, "--timing", "max", "--output", "ndjson")...)
		accounts := 0
		for line := range strings.Lines(out) {
			var r struct {
				Replay struct {
					Decisions []struct{ Account, Change string }
				}
			}
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			for _, d := range r.Replay.Decisions {
				accounts++
				if d.Change != "same" {
					got[d.Account+" "+d.Change]++
				}
				switch before, after := old("", d.Account), now("", d.Account); {
				case before && !after:
					want[d.Account+" opened"]++
				case !before && after:
					want[d.Account+" closed"]++
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || status != outcome.Leak || accounts < 150 || len(want) < 40 {
			t.Errorf("%s: got status %d, %d accounts, %d changes (-want +got)\n%s%s", name, status, accounts, len(want), diff, errs)
		}
		summary := fmt.Sprintf(`"same":%d,`, accounts-sum(want))
		if !strings.Contains(out, summary) {
			t.Errorf("%s: the summary has no %s", name, summary)
		}
	}
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}
