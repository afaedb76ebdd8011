package replay

import (
	"fmt"
	"html/template"
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
	changed []changed  // of the cases
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
	own := map[string]func(io.Writer, *view) error{"html": writeHTML, "markdown": writeMarkdown, "text": writeText}
	for _, f := range check.Formats() {
		all = append(all, report.Format[*Report]{
			Name: f.Name, Suffix: f.Suffix, Description: f.Description, ForPrograms: f.ForPrograms,
			WriteIn: func(w io.Writer, r *Report, words *language.Words) error {
				if write := own[f.Name]; write != nil {
					return write(w, r.in(words))
				}
				return f.Apply(w, r.run.In(words), words)
			},
		})
	}
	return all
}

// reported are the changes that are cases.
var reported = []replay.Change{replay.Opened, replay.Broke, replay.Closed}

// Add takes what became of one request.
func (r *Report) Add(replayed *replay.Result) {
	for i := range replayed.Decisions {
		d := &replayed.Decisions[i]
		r.flips.add(d)
		switch {
		case !slices.Contains(reported, d.Change):
		case len(r.run.Cases) == maxCases:
			r.leftOut[d.Change]++
		default:
			w := changed{
				flip: flipOf(d), number: replayed.Number, hook: replayed.Request.Webhook.OrFirst(), from: replayed.Request.From, to: d.Account,
				Anchor: template.URL(fmt.Sprintf("c%d", len(r.changed)+1)),
			}
			r.run.Cases, r.changed = append(r.run.Cases, r.changedCase(replayed, w)), append(r.changed, w)
		}
	}
}

// changed is a decision that changed. It says itself in any language.
type changed struct {
	flip
	number   uint64
	hook     *callback.Webhook
	from, to string
	Anchor   template.URL // on a page
}

func (d changed) pair() string { return d.hook.Pair(d.from, d.to) }

// SayIn is the message of the case.
func (d changed) SayIn(w *language.Words) string {
	asks := w.Translate("catalogue."+d.hook.Command+".asks", d.hook.Asks, "from", d.from, "to", d.to)
	return w.Say("replay.case", "change", d.change, "asks", asks, "before", d.before.in(w), "now", d.now.in(w))
}

// texts are those of the finding.
func (d changed) texts(w *language.Words) result.Words {
	return result.Words{
		Title: w.Say("replay.case-title"), Message: d.SayIn(w), Expected: w.Say("replay.case-before", "state", d.before.in(w)),
		Received: d.now.in(w), Why: w.Say("replay.case-why"),
	}
}

// changedCase is the case of one decision.
func (r *Report) changedCase(replayed *replay.Result, d changed) result.Case {
	fails := r.FailOn != "none" && (d.change != replay.Closed || r.FailOn == "any")
	status, level := result.Warn, rule.Warn
	if fails {
		status, level = result.Fail, rule.Fail
	}
	c := newCase(fmt.Sprintf("%s/%s/%d/%s", caseRule, d.change, d.number, d.to), d)
	c.Status, c.Level, c.Fails = status, level, fails
	c.Started, c.Took = replayed.Exchange.Start, replayed.Exchange.Phases.LastByte
	if d.change == replay.Opened {
		c.Leaks = []string{d.pair()}
	}
	if r.Again != nil {
		c.Repeat = r.Again(replayed.Recorded.Seq)
	}
	f := result.Finding{Rule: caseRule, Severity: rule.Should, Level: level, Fails: fails, Account: d.to, Sentence: c.Sentence}
	c.Findings = []result.Finding{f.Saying(d.texts)}
	c.Steps = []result.Step{result.NewStep(d.pair(), result.Probe, replayed.Exchange, replayed.Judgement, result.MaxBytes)}
	return c
}

func newCase(id string, says language.Sayer) result.Case {
	en := language.English()
	return result.Case{
		ID: id, Scenario: caseRule, Says: says, Message: says.SayIn(en), About: result.About{
			Title: en.Say("replay.case-title"), Severity: rule.Should, Level: rule.Fail,
			Sentence: en.Say("replay.case-sentence"), Expected: en.Say("replay.case-expected"), Why: en.Say("replay.case-why"),
		},
	}
}

// Finish completes the report.
func (r *Report) Finish(t *replay.Tally, timing replay.Timing, exit outcome.Status, interrupted bool) {
	run, left := &r.run, 0
	for _, n := range r.leftOut {
		left += n
	}
	// One case stands for all decisions that did not change.
	same := newCase(caseRule+"/same", language.Func(func(w *language.Words) string {
		return w.Say("replay.case-same", "same", t.Changes[replay.Same], "accounts", t.Accounts, "left", left)
	}))
	same.Status = result.Pass
	if t.Compared() == 0 {
		same.Status, same.Fails = result.Error, exit != outcome.OK
	}
	run.Cases = append(run.Cases, same)
	run.Took, run.Interrupted, run.Exit = time.Since(run.Started), interrupted, exit
	run.Count()
	run.Counts.Leaks, run.Counts.Exchanges = t.Changes[replay.Opened], t.Requests // also those that are left out
	r.tally, r.timing = t, timing
}
