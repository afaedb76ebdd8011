package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/outcome"
)

func TestSimulateCompare(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	good, open := spamFilter(t, saysSpam), spamFilter(t, func(*callback.Item) bool { return false })
	asked := []string{"--jobs", "4", "--count", "600", spamCampaign}
	with := func(more ...string) []string { return append(asked[:len(asked):len(asked)], more...) }
	// In an open loop, while the others are closed: so no difference of times is shown, which here is the machine's.
	for name, url := range map[string]string{"good.json": good, "open.json": open} {
		if status, _ := play(t, url, "--rate", "600", "--count", "600", spamCampaign, "--seed", "1", "--result", file(name)); status != outcome.OK {
			t.Fatalf("%s: got status %d", name, status)
		}
	}
	if err := os.WriteFile(file("broken.json"), []byte(`{"version":1`), 0o666); err != nil {
		t.Fatal(err)
	}
	against := func(name string) string { return "--compare=" + file(name) }
	for _, tt := range []struct {
		name   string
		args   []string
		want   outcome.Status
		stdout []string
	}{
		{"another seed", with(open, "--seed", "3", against("good.json")), outcome.OK, []string{
			"seeds: 1, now 3", "rates are not compared: another seed plays other users",
		}},
		{"the seed of the earlier run", with(good, against("good.json")), outcome.OK, []string{"seed 1,", "leaks, spam-blast 0 % 0 %", "no difference shown"}},
		{"the same seed", with(good, "--seed", "1", against("good.json")), outcome.OK, []string{"leaks, spam-blast 0 % 0 %", "no difference shown"}},
		{"worse", with(open, against("good.json")), outcome.Findings, []string{
			"leaks, spam-blast 0 % 100 % WORSE", "recall 100 % 0 % WORSE", "2 worse, 0 better",
		}},
		{"worse, and nobody minds", with(open, against("good.json"), "--fail-on-change", "none"), outcome.OK, []string{"2 worse"}},
		{"better", with(good, against("open.json")), outcome.OK, []string{"0 worse, 2 better"}},
		{"better, and any change counts", with(good, against("open.json"), "--fail-on-change", "any"), outcome.Findings, []string{"2 better"}},
		{"a leak is more than a change", with(open, against("good.json"), "--max-leak", "1%"), outcome.Leak, []string{"WORSE"}},
		{"another loop", with(good, against("good.json")), outcome.OK, []string{"times are not compared: the loops differ"}},
		{"the same loop", []string{good, against("good.json"), "--fail-on-change", "none"}, outcome.OK, []string{"latency p50", "latency p99"}},
		{"merged", []string{"merge", file("open.json"), against("good.json")}, outcome.Findings, []string{"WORSE"}},
		{"another world", with(good, "--max-items", "1", against("good.json")), outcome.Usage, nil},
		{"another deadline", with(good, "--deadline", "1s", against("good.json")), outcome.Usage, nil},
		{"no result", with(good, against("broken.json")), outcome.Usage, nil},
		{"no file", with(good, against("none.json")), outcome.Usage, nil},
		{"no such wish", with(good, "--fail-on-change", "better"), outcome.Usage, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, out := play(t, tt.args...)
			if got != tt.want {
				t.Errorf("got status %d, want %d", got, tt.want)
			}
			for _, want := range tt.stdout {
				if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
					t.Errorf("got no %q on standard output", want)
				}
			}
		})
	}
	_, out := play(t, with(open, against("good.json"), "--json", "--report", "html="+file("r.html"), "--report", "markdown="+file("r.md"))...)
	validate(t, printedSchema(t, "simulate"), out)
	for name, want := range map[string]string{"r.html": `<span class="cell">WORSE</span>`, "r.md": "| WORSE |"} {
		if text, err := os.ReadFile(file(name)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: got no %q (%v)", name, want, err)
		}
	}
}
