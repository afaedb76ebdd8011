package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/term"
)

// conclude is the one switch that turns errors into exit statuses, and prints what is left to say.
func conclude(a *app.App, started bool, called *cobra.Command, err error) outcome.Status {
	unwritten, left := a.Unwritten()
	switch ended, isStatus := errors.AsType[*exit.Error](err); {
	case unwritten == nil:
	case left && !isStatus:
		return outcome.OK // it has read as much as it wanted
	case left:
		return ended.Status
	case err == nil || isStatus && ended.Err == nil && ended.Status != outcome.Interrupted:
		err = fmt.Errorf("standard output could not be written: %w", unwritten)
	}
	var status outcome.Status
	var message string
	words := a.Words()
	if inJSON(a) {
		words = language.English()
	}
	hint := words.Say("command.see", "command", called.CommandPath())
	usage, isUsage := errors.AsType[*exit.UsageError](err)
	ended, isStatus := errors.AsType[*exit.Error](err)
	switch {
	case err == nil:
		return outcome.OK
	case isUsage:
		status, message = outcome.Usage, exit.In(words, usage)
	case isStatus && ended.Err == nil:
		return ended.Status
	case isStatus:
		status, message, hint = ended.Status, exit.In(words, ended.Err), ""
	case !started && unwritten == nil:
		status, message = outcome.Usage, exit.In(words, err)
	default:
		status, message, hint = outcome.Trouble, exit.In(words, err), ""
	}
	complain(a, status, message, hint)
	return status
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
