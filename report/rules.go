package report

import (
	"fmt"
	"iter"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// Rules lists rules, a line each.
func (t *Terminal) Rules(rules iter.Seq[*conformance.Rule]) {
	for r := range rules {
		t.printf("%s  %s  %-8s  %s\n", t.Strong(fmt.Sprintf("%-7s", r.ID)), t.level(r.Level), r.Severity, r.Title)
	}
}

// Explain shows everything about a rule: the sentence, why it matters, what to do, a wrong and a right answer.
func (t *Terminal) Explain(r *conformance.Rule) {
	t.printf("%s %s\n\n", t.Strong(r.ID), r.Title)
	t.field("severity", fmt.Sprintf("%s; a violation counts as %s", r.Severity, r.Level))
	t.field("sentence", r.Sentence)
	t.field("source", string(r.Source))
	t.field("why", r.Why)
	t.field("fix", r.Fix)
	if len(r.Aliases) > 0 {
		t.field("also", strings.Join(r.Aliases, ", "))
	}
	if r.Guard {
		t.field("note", "this rule never fires: it guards the others against false alarms")
	}
	proof := r.Proof()
	if len(proof.Fail) > 0 {
		t.sample("wrong", sampleText(r, &proof.Fail[0]))
	}
	if len(proof.Pass) > 0 {
		t.sample("right", sampleText(r, &proof.Pass[0]))
	}
	t.printf("\n  %s\n    chatcb explain %s --lang %s\n", t.Faint("a receiver that is right"), r.ID, strings.Join(handlerLangs(), "|"))
}

// sampleText is the sample as it would be on the wire: the request where the rule judges requests, else the answer.
func sampleText(r *conformance.Rule, s *conformance.Sample) string {
	x := s.Exchange()
	if strings.HasPrefix(r.ID, "RQ") {
		return s.Raw
	}
	if len(x.Received) == 0 {
		return "(no answer: " + string(x.Failure.Cause) + ")"
	}
	return string(x.Received)
}

func (t *Terminal) sample(name, text string) {
	t.printf("\n  %s\n", t.Faint(name))
	for line := range strings.SplitSeq(strings.TrimRight(text, "\r\n"), "\n") {
		t.printf("    %s\n", Safe(strings.TrimSuffix(line, "\r")))
	}
}

// AppendRule appends a rule as a JSON object.
func AppendRule(b []byte, r *conformance.Rule) []byte {
	b = append(b, '{')
	for i, f := range []struct{ name, text string }{
		{"id", r.ID},
		{"title", r.Title},
		{"severity", string(r.Severity)},
		{"level", string(r.Level)},
		{"sentence", r.Sentence},
		{"source", string(r.Source)},
		{"why", r.Why},
		{"fix", r.Fix},
	} {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(callback.AppendString(b, f.name), ':')
		b = callback.AppendString(b, f.text)
	}
	return append(b, '}')
}
