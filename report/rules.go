package report

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/examples"
	"github.com/chatcb/chatcb/report/term"
)

// ShowRules lists rules, a line each.
func ShowRules(t *term.Terminal, rules iter.Seq[*rule.Rule]) {
	for r := range rules {
		t.Printf("%s  %s  %-8s  %s\n", t.Strong(fmt.Sprintf("%-7s", r.ID)), levelWord(t, r.Level), r.Severity, r.In(t.Words).Title)
	}
}

// ShowRule shows everything about a rule: the sentence, why it matters, what to do, a wrong and a right answer.
func ShowRule(t *term.Terminal, r *rule.Rule) {
	r = r.In(t.Words)
	t.Printf("%s %s\n\n", t.Strong(r.ID), r.Title)
	t.Field("severity", t.Words.Say("report.counts", "severity", r.Severity, "level", r.Level))
	ShowSentence(t, "sentence", r.Sentence, r.Sentence)
	t.Field("source", t.Words.Translate("", string(r.Source)))
	t.Field("why", r.Why)
	t.Field("fix", r.Fix)
	if len(r.Aliases) > 0 {
		t.Field("also", strings.Join(r.Aliases, ", "))
	}
	if r.Guard {
		t.Field("note", t.Words.Say("report.guard"))
	}
	proof := r.Proof
	if !r.Guard {
		showSample(t, "wrong", r, proof.Wrong())
	}
	showSample(t, "right", r, proof.Right())
	if !OfRequests(r) {
		t.Printf("\n  %s\n    chatcb explain %s --lang %s\n", t.Faint(t.Say("report.receiver")), r.ID, strings.Join(examples.Languages(), "|"))
	}
}

// OfRequests tells a rule that judges requests, which Chat writes, from one that judges a receiver's answers.
func OfRequests(r *rule.Rule) bool { return strings.HasPrefix(r.ID, "RQ") }

// showSample shows a sample as it would be on the wire: the request where the rule judges requests; else the answer, and whom
// the request asked about.
func showSample(t *term.Terminal, name string, r *rule.Rule, s *rule.Sample) {
	about, text := t.Say("report.sample-"+name), s.Request()
	if !OfRequests(r) {
		x := s.Exchange()
		request, _ := conformance.RequestOf([]byte(s.RequestBody())) // some are wrong on purpose
		about, text = askedAbout(t, name, request.Accounts), string(x.Received)
		if text == "" {
			text = t.Words.Say("report.no-sample", "cause", x.Failure.Cause)
		}
	}
	t.Printf("\n  %s\n", t.Faint(about))
	for line := range strings.SplitSeq(strings.TrimRight(text, "\r\n"), "\n") {
		t.Printf("    %s\n", strings.TrimSuffix(line, "\r"))
	}
}

func askedAbout(t *term.Terminal, name string, accounts []string) term.Text {
	if len(accounts) == 0 {
		return t.Say("report.nobody-" + name)
	}
	return t.Say("report.asked-"+name, "names", accounts)
}

// ShowReceiver prints a receiver and nothing else, so that the output can go to a file.
func ShowReceiver(t *term.Terminal, h examples.Receiver) { io.WriteString(t.W, h.Source()) }
