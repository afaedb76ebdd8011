package catalogue

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
)

// What a receiver denies is proved where it is blocked and ignored where Chat adds the friend, without a word from the user.
func TestDenials(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind, id, rule string
	}{
		{"wording", "DNY-001", `wording contains "Telegram"`},
		{"link", "DNY-002", `wording contains "http"`},
		{"look-alike", "DNY-003", `from == "admin"`},
		{"again", "DNY-004", `rate(from + " " + to, "1m") > 4`},
		{"flood", "DNY-005", `rate(from, "1m") > 20`},
	} {
		rules := "version: 1\nrules:\n  - {id: r, when: '" + c.rule + "', deny: 38010}\n"
		for _, fault := range []string{"", "fails-to-deny"} {
			run := inMemory(t, setting{fault: fault, only: []string{"DNY"}, policy: rules, nobody: true})
			state, exit := result.Proved, outcome.OK
			if fault != "" {
				state, exit = result.Ignored, outcome.Leak
			}
			d := run.ByCase(c.id).Denial
			if d == nil || d.State != state || run.Exit != exit {
				t.Errorf("%s, fault %q: got %+v and exit %d, want %s and %d", c.kind, fault, d, run.Exit, state, exit)
				continue
			}
			if fault == "" && (!run.Proves() || !run.Proves(c.kind) || run.Proves("expected", c.kind) || !strings.Contains(run.DenialText(), c.kind+" (38010)")) {
				t.Errorf("%s: got %q", c.kind, run.DenialText())
			}
			if fault != "" && (len(run.ByCase(c.id).Leaks) == 0 || !strings.Contains(run.DenialText(), "ignored: "+c.kind)) {
				t.Errorf("%s: got the leaks %v and %q", c.kind, run.ByCase(c.id).Leaks, run.DenialText())
			}
		}
	}
}

// A receiver that counts how often it has seen a wording takes no kind's control, and no look-alike, for spam.
func TestDenialsOfWordingsSeenBefore(t *testing.T) {
	t.Parallel()
	rules := "version: 1\nrules:\n  - {id: r, when: 'rate(wording, \"1h\") > 3', deny: 38010}\n"
	run := inMemory(t, setting{only: []string{"DNY"}, policy: rules, nobody: true})
	for id, want := range map[string]result.DenialState{
		"DNY-001": result.NotSeen, "DNY-002": result.NotSeen, "DNY-003": result.NotSeen, "DNY-004": result.Proved, "DNY-005": result.Proved,
	} {
		if d := run.ByCase(id).Denial; d == nil || d.State != want || d.Reason != "" {
			t.Errorf("%s: got %+v, want %s", id, d, want)
		}
	}
}

// Who denies everybody has denied nobody for a reason, and who denies nobody is told so.
func TestNoDenials(t *testing.T) {
	t.Parallel()
	for rules, want := range map[string]string{
		"version: 1\nrules: [{id: r, when: 'true', deny: 38010}]\n": "everybody was denied: that denials are meant is not proved",
		"version: 1\nrules: [{id: r, when: 'false', deny: 1}]\n":    "nobody was blocked: that denials work is not proved",
	} {
		rules = strings.Replace(rules, "deny: 1}", "deny: 38010}", 1)
		run := inMemory(t, setting{only: []string{"DNY"}, policy: rules, nobody: true})
		if run.Exit != outcome.OK || !strings.HasPrefix(run.DenialText(), want) {
			t.Errorf("%s: got exit %d and %q, want %q", rules, run.Exit, run.DenialText(), want)
		}
	}
}
