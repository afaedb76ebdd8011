package serving

import (
	"cmp"
	"fmt"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/report/term"
)

// Journal are the flags of a journal, and the journal.
type Journal struct {
	Data    string `flag:"data" writes:"NAME"`
	Options capture.JournalOptions

	Kept     *capture.Journal // nil without --data
	Refilled func()           // waits until a log was filled; nil where none is
}

// Open opens the journal, if there is to be one.
func (j *Journal) Open(tool string) (err error) {
	if j.Data == "" {
		return nil
	}
	j.Options.Tool = tool
	if j.Kept, err = capture.OpenJournal(j.Data, j.Options); err != nil {
		return fmt.Errorf("--data: %w", err)
	}
	return nil
}

// Refill has a log filled from the journal, see [capture.Journal.Refill]. What goes wrong is told.
func (j *Journal) Refill(a *app.App, log capture.Restorer, count, size int, redact capture.Redact) {
	j.Refilled = j.Kept.Refill(log, cmp.Or(count, live.DefaultRingCount), cmp.Or(size, live.DefaultRingBytes), redact, func(err error) {
		Notice(a, language.T("not all that is in the journal can be shown: {problem}", "problem", err))
	})
}

// Close closes the journal.
func (j *Journal) Close() error {
	if j.Kept == nil {
		return nil
	}
	if j.Refilled != nil {
		j.Refilled()
	}
	return j.Kept.Close()
}

// At says where the journal is, and how much is in it.
func (j *Journal) At(t *term.Terminal) term.Text {
	return t.Say("serve.journal-at", "name", j.Data, "n", j.Kept.Next())
}
