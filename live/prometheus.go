package live

import (
	"fmt"
	"io"
	"maps"
	"strconv"

	"github.com/chatcb/chatcb/callback"
)

// Counter is a number that only grows, and that is counted elsewhere than in the log.
type Counter struct {
	Name  string // behind chatcb_, ending in _total
	Help  string
	Value func() uint64
}

// labelled are the families that are counted by command, and by cause unless there is only one.
var labelled = [families]struct {
	name, help string
	causes     func() []callback.Cause
}{
	failOpen:  {"fail_open_total", "Accounts that Chat adds for want of a valid answer.", callback.Causes},
	leaked:    {"leaks_total", "Accounts that were to be blocked, by a policy or an expectation, and that Chat adds.", callback.Causes},
	shutOut:   {"shut_out_total", "Accounts that were to be allowed, and that Chat blocks.", callback.Causes},
	guarded:   {"guarded_total", "Answers that the guard of a recording proxy gave.", callback.Causes},
	unguarded: {"unguarded_total", "Answers that the guard had to let go although accounts may get through by them.", causesOrNone},
	late:      {"late_total", "Answers after the two seconds that Chat waits.", func() []callback.Cause { return nil }},
}

// causesOrNone lists the causes, and "" for where none is known.
func causesOrNone() []callback.Cause { return append(callback.Causes(), "") }

// exposition is text in the format of Prometheus.
type exposition []byte

func (b *exposition) family(name, kind, help string) {
	*b = fmt.Appendf(*b, "# HELP chatcb_%s %s\n# TYPE chatcb_%[1]s %[3]s\n", name, help, kind)
}

func (b *exposition) sample(name, labels string, value uint64) {
	*b = fmt.Appendf(*b, "chatcb_%s%s %d\n", name, labels, value)
}

func (b *exposition) single(name, kind, help string, value uint64) {
	b.family(name, kind, help)
	b.sample(name, "", value)
}

// labelled writes the families that have labels. What was not counted yet is there with 0: a counter that begins with 1 has
// not grown for who scrapes.
func (b *exposition) labelled(counts map[tallied]uint64) {
	commands := append(callback.Commands(), otherCommand)
	for f, is := range labelled {
		b.family(is.name, "counter", is.help)
		for _, command := range commands {
			t := tallied{family: family(f), command: command}
			if is.causes() == nil {
				b.sample(is.name, `{command="`+command+`"}`, counts[t])
				continue
			}
			if command == otherCommand {
				continue // of which nothing is judged
			}
			for _, t.cause = range is.causes() {
				b.sample(is.name, `{command="`+command+`",cause="`+string(t.cause)+`"}`, counts[t])
			}
		}
	}
}

// WriteMetrics writes the counts in the text format of Prometheus, and those that are counted elsewhere behind them.
func (l *Log) WriteMetrics(w io.Writer, more ...Counter) error {
	c := l.Counts()
	l.ring.mu.Lock()
	m := l.ring.metrics
	m.outcome = maps.Clone(m.outcome)
	l.ring.mu.Unlock()
	var b exposition
	b.single("exchanges_total", "counter", "Requests received.", c.Exchanges)
	b.single("other_callbacks_total", "counter", "Requests of other callbacks of the app, which are not judged.", c.Other)
	b.family("accounts_total", "counter", "Accounts decided over, by decision.")
	b.sample("accounts_total", `{decision="allow"}`, c.Allowed)
	b.sample("accounts_total", `{decision="deny"}`, c.Denied)
	b.labelled(m.outcome)
	b.single("unreadable_total", "counter", "Requests whose accounts could not be read.", c.Unreadable)
	b.single("refused_total", "counter", "Requests that a strict server refused.", c.Refused)
	b.single("faulty_total", "counter", "Exchanges on which a fault acted.", c.Faulty)
	b.single("unanswered_total", "counter", "Requests without an answer.", c.Unanswered)
	b.single("unkept_total", "counter", "Exchanges that could not be written down.", c.Unkept)
	b.single("shadow_changes_total", "counter", "Accounts over which the shadow policy decides otherwise.", c.Changed)
	b.family("findings_total", "counter", "Findings on requests, by level.")
	b.sample("findings_total", `{level="fail"}`, c.Fails)
	b.sample("findings_total", `{level="warn"}`, c.Warns)
	b.sample("findings_total", `{level="note"}`, c.Notes)
	b.single("kept", "gauge", "Exchanges in memory.", c.Kept)
	b.single("kept_bytes", "gauge", "Bytes of the exchanges in memory.", c.Bytes)
	b.single("evicted_total", "counter", "Exchanges that are forgotten.", c.Evicted)
	b.family("answer_seconds", "histogram", "Time until the answer, in seconds.")
	total := uint64(0)
	for i, bound := range latencyBounds {
		total += m.buckets[i]
		b.sample("answer_seconds_bucket", `{le="`+strconv.FormatFloat(bound.Seconds(), 'g', -1, 64)+`"}`, total)
	}
	b.sample("answer_seconds_bucket", `{le="+Inf"}`, m.exchanges)
	b = fmt.Appendf(b, "chatcb_answer_seconds_sum %g\n", m.took.Seconds())
	b.sample("answer_seconds_count", "", m.exchanges)
	for _, one := range more {
		b.single(one.Name, "counter", one.Help, one.Value())
	}
	_, err := w.Write(b)
	return err
}
