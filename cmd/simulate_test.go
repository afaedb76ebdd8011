package cmd

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/outcome"
)

// spamFilter is a backend that blocks what says SPAM, and so many of those by chance that do not: none or all.
func spamFilter(t *testing.T, blocks func(*callback.Item) bool) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		q, err := callback.DecodeRequest(body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		answer := callback.Allow()
		for i := range q.Items {
			item := callback.ResultItem{ToAccount: q.Items[i].ToAccount}
			if blocks(&q.Items[i]) {
				item.ResultCode, item.ResultInfo = 38001, "spam"
			}
			answer.ResultItem = append(answer.ResultItem, item)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer.Append(nil, callback.Wire))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func saysSpam(f *callback.Item) bool { return strings.Contains(f.Texts[callback.Wording], "SPAM") }

// play runs the command and returns its status and standard output.
func play(t *testing.T, args ...string) (status outcome.Status, stdout string) {
	t.Helper()
	var out, errs strings.Builder
	status = Run(t.Context(), append([]string{"simulate", "--config", "none"}, args...), strings.NewReader(""), &out, &errs)
	t.Logf("simulate %s: %d\n%s%s", strings.Join(args, " "), status, out.String(), errs.String())
	return status, out.String()
}

// The first interruption says what is waited for, and the run is reported all the same.
func TestSimulateInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	url := spamFilter(t, func(*callback.Item) bool {
		cancel()
		time.Sleep(1200 * time.Millisecond) // longer than it takes to look at the run again
		return false
	})
	var out, errs strings.Builder
	status := Run(ctx, []string{"simulate", "--config", "none", url, "--rate", "1", "--count", "9"}, strings.NewReader(""), &out, &errs)
	if status != outcome.Interrupted || !strings.Contains(errs.String(), "interrupted: nothing is sent any more") ||
		!strings.Contains(out.String(), "interrupted · 1 request") {
		t.Errorf("got status %d\n%s%s", status, out.String(), errs.String())
	}
}

// Shards with seeds of their own would be parts of different streams.
func TestShardNeedsSeed(t *testing.T) {
	var out, errs strings.Builder
	status := Run(t.Context(), []string{"simulate", "--config", "none", ":1/", "--shard", "0/2"}, strings.NewReader(""), &out, &errs)
	if status != outcome.Usage || !strings.Contains(errs.String(), "--shard needs --seed") {
		t.Errorf("got status %d, %s", status, errs.String())
	}
}

const spamCampaign = "--campaign=spam-blast:share=50%,text=SPAM {f}"

// refuser denies everybody as the other webhooks want it, beside an ErrorCode.
func refuser(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"ActionStatus":"FAIL","ErrorCode":38002,"ErrorInfo":"Sign does not match","ResultItem":[]}`)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestSimulateStatuses(t *testing.T) {
	good, open := spamFilter(t, saysSpam), spamFilter(t, func(*callback.Item) bool { return false })
	all := []string{"--seed", "1", "--jobs", "4", "--count", "400", spamCampaign}
	for _, tt := range []struct {
		name   string
		args   []string
		want   outcome.Status
		stdout string
	}{
		{"proven", append(all, good, "--max-leak", "2%"), outcome.OK, "2.00 % allowed"},
		{"not proven", append(all, good, "--max-leak", "0.1%"), outcome.Findings, "which takes 2995 malicious accounts"},
		{"leaks", append(all, open, "--max-leak", "2%"), outcome.Leak, "200 of 200 leaked"},
		{"no limit", append(all, open), outcome.OK, "100 %"},
		{"nobody is decided over", append(all, refuser(t)), outcome.Findings, "not one answer decided over anybody"},
		{"no limit without malice", append(all[:6:6], good, "--campaign", "none", "--max-leak", "1%"), outcome.Usage, ""},
		{"nobody there", append(all, "http://127.0.0.1:1/"), outcome.Trouble, "Is it running, and at this address?"},
		{"no URL", all, outcome.Usage, ""},
		{"hunt", append(all[:2:2], good, spamCampaign, "--hunt", "2"), outcome.Leak, "1 character changed"},
		{"hunt elsewhere", []string{"http://hunt.invalid/", "--hunt", "2"}, outcome.Usage, ""},
		{"endless", append(all, good, "--duration", "0", "--count", "0"), outcome.Usage, ""},
		{"metrics in public", append(all, good, "--metrics-addr", "0.0.0.0:0"), outcome.Usage, ""},
		{"list", []string{"--list-campaigns"}, outcome.OK, "sybil-farm"},
		{"two modes", append(all, good, "--map", "--hunt", "2"), outcome.Usage, ""},
		{"nothing to report", append(all, good, "--find-limit", "--report", "html=x.html"), outcome.Usage, ""},
		{"no hunt", append(all, good, "--hunt", "0"), outcome.Usage, ""},
		{"one", []string{good, "--seed", "1", spamCampaign, "--only", "3"}, outcome.OK, "label"},
		{"one at its time", []string{good, "--seed", "1", spamCampaign, "--only", "3", "--event-time", "world"}, outcome.OK, "--event-time world"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, out := play(t, tt.args...)
			if got != tt.want || !strings.Contains(out, tt.stdout) {
				t.Errorf("got status %d, want %d with %q on standard output", got, tt.want, tt.stdout)
			}
		})
	}
}

func TestSimulateJSONKeepsItsSchema(t *testing.T) {
	status, out := play(t, spamFilter(t, saysSpam), "--seed", "2", "--rate", "400", "--duration", "1s", "--warm-up", "200ms", spamCampaign, "--json")
	if status != outcome.OK {
		t.Errorf("got status %d, want 0", status)
	}
	validate(t, printedSchema(t, "simulate"), out)
}

func TestSimulateShardsMerge(t *testing.T) {
	url, dir := spamFilter(t, saysSpam), t.TempDir()
	args := []string{url, "--seed", "3", "--jobs", "2", "--count", "300", spamCampaign, "--json"}
	score := func(args ...string) string {
		status, out := play(t, args...)
		var run struct{ Score json.RawMessage }
		if err := json.Unmarshal([]byte(out), &run); err != nil || status != outcome.OK {
			t.Fatalf("got status %d, %v", status, err)
		}
		return string(run.Score)
	}
	want := score(args...)
	var files []string
	for _, shard := range []string{"0/3", "1/3", "2/3"} {
		file := filepath.Join(dir, shard[:1]+".json")
		files = append(files, file)
		score(append(args, "--shard", shard, "--result", file)...)
	}
	if got := score(append([]string{"merge", "--json"}, files...)...); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for name, bad := range map[string][]string{"a part is missing": files[:2], "one twice": {files[0], files[0]}, "no file": {dir}} {
		if status, _ := play(t, append([]string{"merge"}, bad...)...); status != outcome.Usage {
			t.Errorf("%s: got status %d, want 2", name, status)
		}
	}
}

func TestSimulateWritesCapturesAndReports(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	url := spamFilter(t, saysSpam)
	play(t, url, "--seed", "4", "--jobs", "2", "--count", "50", spamCampaign, "--record", file("kept.jsonl"), "--report", "html="+file("r.html"),
		"--report", "markdown="+file("r.md"), "--report", "json="+file("r.json"))
	play(t, "--seed", "4", "--count", "50", spamCampaign, "--out", file("made.jsonl"))
	for name, want := range map[string]int{"kept.jsonl": 51, "made.jsonl": 51} {
		text, err := os.ReadFile(file(name))
		if got := strings.Count(string(text), "\n"); err != nil || got != want {
			t.Errorf("%s: got %d lines (%v), want %d", name, got, err, want)
		}
		if got := strings.Count(string(text), `"label":"spam-blast"`); got != 25 {
			t.Errorf("%s: got %d labelled requests, want 25", name, got)
		}
		if strings.Contains(string(text), `"body":"{}`) {
			t.Errorf("%s: got an empty body", name)
		}
	}
	for name, want := range map[string]string{"r.html": ">Latency over time</h3>", "r.md": "| spam-blast | 25 |", "r.json": `"exit":0`} {
		if text, err := os.ReadFile(file(name)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: got no %q (%v)", name, want, err)
		}
	}
}
