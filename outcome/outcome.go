// Package outcome is what a run comes to: the exit statuses of every command, what they mean, and which one holds when
// several apply. A command collects Facts, Decide turns them into a Status.
package outcome

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/language"
)

// Status is an exit status. The numbers are frozen.
type Status int

// The exit statuses.
const (
	OK          Status = 0
	Findings    Status = 1
	Usage       Status = 2
	Trouble     Status = 3
	Leak        Status = 4
	Nothing     Status = 5
	Interrupted Status = 130
)

// meanings has an entry for each status.
var meanings = map[Status]struct{ name, meaning string }{
	OK:          {"ok", "as expected"},
	Findings:    {"findings", "findings, or expectations that were not met"},
	Usage:       {"usage", "usage: the command line, the configuration or a scenario file is wrong"},
	Trouble:     {"trouble", "could not run: no connection before any verdict, a port is taken, trouble of chatcb's own"},
	Leak:        {"leak", "leak: an account that was to be blocked would be added as a friend"},
	Nothing:     {"nothing", "nothing was judged or proved, or the baseline is stale or expired"},
	Interrupted: {"interrupted", "interrupted"},
}

// precedence is the order in which statuses hold when several apply. A usage error is found before there is anything
// else to tell.
var precedence = [...]Status{Interrupted, Trouble, Leak, Findings, Nothing}

// All lists the statuses in the order of their numbers.
func All() []Status { return slices.Sorted(maps.Keys(meanings)) }

// Name is the name of the status in one word, such as "leak".
func (s Status) Name() string { return cmp.Or(meanings[s].name, fmt.Sprintf("exit status %d", int(s))) }

// Meaning says in a line when a command ends with the status.
func (s Status) Meaning() string { return meanings[s].meaning }

// In is the meaning in the language of the words.
func (s Status) In(w *language.Words) string {
	return w.Translate(fmt.Sprintf("catalogue.exit.%d", s), s.Meaning())
}

// Facts are what can be true of a run when it ends; several may be at once.
type Facts struct {
	Interrupted bool // by a signal, before its end
	Trouble     bool // it could not do its work, or its result could not be written
	Leak        bool // an account that was to be blocked would be added
	Findings    bool // findings that fail the run, or expectations that were not met
	Nothing     bool // nothing was judged
}

// Decide is the status of a run: of what is true of it, what comes first in the order of precedence.
func Decide(f Facts) Status {
	holds := map[Status]bool{
		Interrupted: f.Interrupted, Trouble: f.Trouble, Leak: f.Leak, Findings: f.Findings, Nothing: f.Nothing,
	}
	for _, s := range precedence {
		if holds[s] {
			return s
		}
	}
	return OK
}

// Table is the text of `chatcb help exit-codes`.
func Table(w *language.Words) string {
	var b strings.Builder
	for _, s := range All() {
		fmt.Fprintf(&b, "  %-4d %s\n", s, s.In(w))
	}
	order := make([]string, len(precedence))
	for i, s := range precedence {
		order[i] = fmt.Sprint(int(s))
	}
	fmt.Fprintf(&b, "\n%s\n", w.Say("outcome.several", "first", order[0], "rest", order[1:]))
	return b.String()
}
