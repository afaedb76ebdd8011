package report

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/examples"
	"github.com/chatcb/chatcb/language"
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
	show(t, "rule.txt", &shownRule{r.In(t.Words), t.Words})
}

// shownRule is a rule, and what a terminal shows of it.
type shownRule struct {
	*rule.Rule
	words *language.Words
}

// OfRequests tells a rule that judges requests, which Chat writes, from one that judges a receiver's answers.
func OfRequests(r *rule.Rule) bool { return strings.HasPrefix(r.ID, "RQ") }

// Receivers are the languages in which there is a receiver that keeps the rule.
func (r *shownRule) Receivers() []string {
	if OfRequests(r.Rule) {
		return nil
	}
	return examples.Languages()
}

// shownSample is a sample as it would be on the wire.
type shownSample struct {
	About string
	Lines []string
}

// Sample shows the request where the rule judges requests; else the answer, and whom the request asked about.
func (r *shownRule) Sample(name string, s *rule.Sample) shownSample {
	about, text := r.words.Say("report.sample-"+name), s.Request()
	if !OfRequests(r.Rule) {
		x := s.Exchange()
		request, _ := conformance.RequestOf([]byte(s.RequestBody())) // some are wrong on purpose
		if about = r.words.Say("report.nobody-" + name); len(request.Accounts) > 0 {
			about = r.words.Say("report.asked-"+name, "names", request.Accounts)
		}
		if text = string(x.Received); text == "" {
			text = r.words.Say("report.no-sample", "cause", x.Failure.Cause)
		}
	}
	return shownSample{about, strings.Split(strings.ReplaceAll(strings.TrimRight(text, "\r\n"), "\r\n", "\n"), "\n")}
}

// ShowReceiver prints a receiver and nothing else, so that the output can go to a file.
func ShowReceiver(t *term.Terminal, h examples.Receiver) { io.WriteString(t.W, h.Source()) }
