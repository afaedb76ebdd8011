package replay

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/result"
)

// Report is what came out of a replay, for files. Its memory is bounded.
type Report struct {
	FailOn string                  // which changes fail: opened, any or none
	Again  func(seq uint64) string // the command that sends a captured request again

	run     result.Run // a case for every decision that changed, and one for all that did not
	changed []wording  // of the cases
	leftOut map[replay.Change]int
	tally   *replay.Tally
	timing  replay.Timing
	flips   Flips
}

// maxCases bounds how many changed decisions a report tells of.
const maxCases = 500

const caseRule = "RPL-001"

// NewReport begins the report of a replay to target.
func NewReport(target string, deadline time.Duration) *Report {
	return &Report{flips: Flips{}, leftOut: map[replay.Change]int{}, run: result.Run{
		Version: result.Version, Target: target, Depth: result.OfReplay, Started: time.Now(), Deadline: deadline,
	}}
}

// Formats lists the formats of a replay: those for people are its own, and in the others, those of a check, every change is a case.
func Formats() (all report.Formats[*Report]) {
	own := map[string]func(io.Writer, *Report, *language.Words) error{"html": writeHTML, "markdown": markdown, "text": text}
	for _, f := range check.Formats() {
		write := own[f.Name]
		if write == nil {
			write = func(w io.Writer, r *Report, words *language.Words) error { return f.Apply(w, r.run.In(words), words) }
		}
		all = append(all, report.Format[*Report]{
			Name: f.Name, Suffix: f.Suffix, Description: f.Description, ForPrograms: f.ForPrograms, WriteIn: write,
		})
	}
	return all
}

// Add takes what became of one request.
func (r *Report) Add(replayed *replay.Result) {
	for i := range replayed.Decisions {
		d := &replayed.Decisions[i]
		r.flips.add(d)
		if d.Change != replay.Opened && d.Change != replay.Broke && d.Change != replay.Closed {
			continue
		}
		if len(r.run.Cases) == maxCases {
			r.leftOut[d.Change]++
			continue
		}
		w := wording{
			change: d.Change, hook: replayed.Request.Webhook.OrFirst(), number: replayed.Number, from: replayed.Request.From, to: d.Account,
			before: stateOf(&d.Before), now: stateOf(&d.After),
		}
		r.run.Cases, r.changed = append(r.run.Cases, r.changedCase(replayed, w)), append(r.changed, w)
	}
}

// wording says what became of one account, in any language.
type wording struct {
	change      replay.Change
	hook        *callback.Webhook
	number      uint64
	from, to    string
	before, now state
}

// SayIn is the message of the case.
func (d wording) SayIn(w *language.Words) string {
	return w.Say("replay.case", "change", d.change, "asks", w.Fill(d.hook.Asks, "from", d.from, "to", d.to),
		"before", d.before.in(w), "now", d.now.in(w))
}

// words are the texts of the finding.
func (d wording) words(w *language.Words) result.Words {
	return result.Words{
		Title: w.Say("replay.case-title"), Message: d.SayIn(w), Expected: w.Say("replay.case-before", "state", d.before.in(w)),
		Received: d.now.in(w), Why: w.Say("replay.case-why"),
	}
}

// changedCase is the case of one decision.
func (r *Report) changedCase(replayed *replay.Result, d wording) result.Case {
	fails := r.FailOn != "none" && (d.change != replay.Closed || r.FailOn == "any")
	status, level := result.Warn, rule.Warn
	if fails {
		status, level = result.Fail, rule.Fail
	}
	c := newCase(fmt.Sprintf("%s/%s/%d/%s", caseRule, d.change, d.number, d.to))
	c.Status, c.Level, c.Fails, c.Message, c.Says = status, level, fails, d.SayIn(language.English()), d
	c.Started, c.Took = replayed.Exchange.Start, replayed.Exchange.Phases.LastByte
	pair := d.hook.Pair(d.from, d.to)
	if d.change == replay.Opened {
		c.Leaks = []string{pair}
	}
	if r.Again != nil {
		c.Repeat = r.Again(replayed.Recorded.Seq)
	}
	f := result.Finding{Rule: caseRule, Severity: rule.Should, Level: level, Fails: fails, Account: d.to, Sentence: c.Sentence}
	c.Findings = []result.Finding{f.Saying(d.words)}
	c.Steps = []result.Step{result.NewStep(pair, result.Probe, replayed.Exchange, replayed.Judgement, result.MaxBytes)}
	return c
}

func newCase(id string) result.Case {
	en := language.English()
	return result.Case{
		ID: id, Scenario: caseRule, About: result.About{
			Title: en.Say("replay.case-title"), Severity: rule.Should, Level: rule.Fail,
			Sentence: en.Say("replay.case-sentence"), Expected: en.Say("replay.case-expected"), Why: en.Say("replay.case-why"),
		},
	}
}

// sameCase stands for all decisions that did not change.
type sameCase struct{ same, accounts, left int }

// SayIn is the message of the case.
func (s sameCase) SayIn(w *language.Words) string {
	return w.Say("replay.case-same", "same", s.same, "accounts", s.accounts, "left", s.left)
}

// Finish completes the report.
func (r *Report) Finish(t *replay.Tally, timing replay.Timing, exit outcome.Status, interrupted bool) {
	run := &r.run
	same := newCase(caseRule + "/same")
	says := sameCase{same: t.Changes[replay.Same], accounts: t.Accounts}
	for _, n := range r.leftOut {
		says.left += n
	}
	same.Status, same.Says = result.Pass, says
	if t.Compared() == 0 {
		same.Status, same.Fails = result.Error, exit != outcome.OK
	}
	same.Message = says.SayIn(language.English())
	run.Cases = append(run.Cases, same)
	run.Took, run.Interrupted, run.Exit = time.Since(run.Started), interrupted, exit
	run.Count()
	run.Counts.Leaks, run.Counts.Exchanges = t.Changes[replay.Opened], t.Requests // also those that are left out
	r.tally, r.timing = t, timing
}

// ordered are the cases of changed decisions, opened first.
func (r *Report) ordered() []int {
	order := make([]int, len(r.changed))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(rank(r.changed[x].change), rank(r.changed[y].change)) })
	return order
}
