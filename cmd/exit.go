package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/spf13/cobra"
)

// usageError is a mistake in what the user wrote. Only it points at --help.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// statusError ends the command with a status whose reason the result already shows, or says it in err.
type statusError struct {
	status outcome.Status
	err    error // nil if nothing is left to say
}

func (e *statusError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.status)
	}
	return e.err.Error()
}

func withStatus(status outcome.Status) error {
	if status == outcome.OK {
		return nil
	}
	return &statusError{status: status}
}

// exit is the one switch that turns errors into exit statuses, and prints what is left to say.
func (a *app) exit(called *cobra.Command, err error) outcome.Status {
	var status outcome.Status
	var message string
	hint := "see " + called.CommandPath() + " --help"
	usage, isUsage := errors.AsType[*usageError](err)
	ended, isStatus := errors.AsType[*statusError](err)
	switch {
	case err == nil:
		return outcome.OK
	case isUsage:
		status, message = outcome.Usage, usage.Error()
	case isStatus && ended.err == nil:
		return ended.status
	case isStatus:
		status, message, hint = ended.status, ended.Error(), ""
	case !a.started:
		status, message = outcome.Usage, err.Error()
	default:
		status, message, hint = outcome.Trouble, err.Error(), ""
	}
	a.complain(status, message, hint)
	return status
}

func (a *app) complain(status outcome.Status, message, hint string) {
	if a.json || a.output == "json" || a.output == "ndjson" {
		b, _ := json.Marshal(map[string]any{"error": map[string]any{"status": status, "message": message, "hint": hint}})
		fmt.Fprintf(a.stderr, "%s\n", b)
		return
	}
	t := a.errTerminal()
	lines := strings.Split(strings.TrimRight(message, "\n"), "\n")
	for i := range lines {
		lines[i] = safe.Text(lines[i])
		if i == 0 {
			lines[i] = t.Bad("chatcb:") + " " + lines[i]
		}
		if !strings.HasPrefix(lines[i], " ") { // a line that something points at stays as it is
			lines[i] = t.Fold(lines[i])
		}
	}
	fmt.Fprintln(a.stderr, strings.Join(lines, "\n"))
	if hint != "" {
		fmt.Fprintf(a.stderr, "%s\n", t.Faint(hint))
	}
}

// knownCommand refuses a command that there is not, for a command that only has others below it.
func knownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	return usagef("no command %q%s; there are %s", args[0], nearest.Hint(args[0], names), strings.Join(names, ", "))
}

func oneOf(flag, got string, want ...string) error {
	for _, w := range want {
		if got == w {
			return nil
		}
	}
	return usagef("%s: wanted %s, got %q%s", flag, strings.Join(want, ", "), got, nearest.Hint(got, want))
}
