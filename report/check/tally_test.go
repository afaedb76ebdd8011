package check

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/result"
)

func TestWhySkipped(t *testing.T) {
	t.Parallel()
	skipped := func(lacks, message string, n int) []result.Case {
		cases := make([]result.Case, n)
		for i := range cases {
			cases[i] = result.Case{ID: "SEC-021", Scenario: "SEC-021", Status: result.Skip, Lacks: lacks, Message: message, Reason: strings.TrimPrefix(message, "not applicable: ")}
		}
		return cases
	}
	for _, tt := range []struct {
		name  string
		cases [][]result.Case
		want  string
	}{
		{"nothing", [][]result.Case{{{ID: "FLD-001", Status: result.Pass, Message: "x"}}}, ""},
		{"one", [][]result.Case{skipped("--token-file", "not applicable: x", 1)}, "1 skipped: 1 needs --token-file"},
		{
			"the most first",
			[][]result.Case{skipped("https", "", 2), skipped("--token-file", "", 32), skipped("--expect", "", 9)},
			"43 skipped: 32 need --token-file, 9 --expect, 2 https",
		},
		{
			"what nothing helps last",
			[][]result.Case{skipped("", "not applicable: http is allowed (--allow-http)", 3), skipped("https", "", 2), skipped("", "another", 1)},
			"6 skipped: 2 need https; 3: http is allowed (--allow-http); 1: another",
		},
		{"reasons alone", [][]result.Case{skipped("", "another", 1)}, "1 skipped: another"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			run := &result.Run{}
			for _, c := range tt.cases {
				run.Cases = append(run.Cases, c...)
			}
			if got := newView(run).WhySkipped(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A reason may be text of somebody's scenario file.
func TestWhySkippedIsSafe(t *testing.T) {
	t.Parallel()
	run := quietRun()
	run.Cases[0].Status, run.Cases[0].Message = result.Skip, hostileTerminal
	if text := render(t, "text", run); strings.ContainsAny(text, "\x1b\u009b\u202e") || !strings.Contains(text, "1 skipped: ") {
		t.Errorf("got %q", text)
	}
}
