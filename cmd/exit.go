package cmd

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/term"
)

// conclude is the one place that turns errors into exit statuses, and prints what is left to say.
func conclude(a *app.App, started bool, called *cobra.Command, err error) outcome.Status {
	unwritten, left := a.Unwritten()
	otherwise := outcome.Trouble
	if !started && unwritten == nil {
		otherwise = outcome.Usage // cobra's own complaints
	}
	ended, says := exit.Of(err, otherwise)
	switch {
	case left && !says:
		return outcome.OK // it has read as much as it wanted
	case unwritten != nil && !left && ended.Err == nil && ended.Status != outcome.Interrupted:
		ended, _ = exit.Of(fmt.Errorf("standard output could not be written: %w", unwritten), outcome.Trouble)
	case left, ended.Err == nil:
		return ended.Status
	}
	words := a.Words()
	if inJSON(a) {
		words = language.English()
	}
	hint := ""
	if ended.Status == outcome.Usage {
		hint = words.Say("command.see", "command", called.CommandPath())
	}
	complain(a, ended.Status, exit.In(words, ended.Err), hint)
	return ended.Status
}

func inJSON(a *app.App) bool { return a.Json || a.Output == "json" || a.Output == "ndjson" }

func complain(a *app.App, status outcome.Status, message, hint string) {
	if inJSON(a) {
		b, _ := json.Marshal(map[string]any{"error": map[string]any{"status": status, "message": message, "hint": hint}})
		fmt.Fprintf(a.Stderr, "%s\n", b)
		return
	}
	t := a.ErrTerminal()
	lines := strings.Split(strings.TrimRight(message, "\n"), "\n")
	for i, line := range lines {
		text := term.Harmless(line)
		if i == 0 {
			text = term.Textf("%s %s", t.Bad("chatcb:"), text)
		}
		if !strings.HasPrefix(line, " ") { // a line that something points at stays as it is
			text = t.Fold(text)
		}
		t.Printf("%s\n", text)
	}
	if hint != "" {
		fmt.Fprintf(a.Stderr, "%s\n", t.Faint(hint))
	}
}
