package replay

import (
	"errors"
	"iter"
	"os"
	"os/exec"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/replay"
)

const editHelp = `Change what stands after each "===" line: the first line is the path with its query, the rest is the body.
Delete a request to leave it out. Save and leave to send; save without change to send as it is; an empty file sends nothing.`

// editRequests lets the user change requests in an editor, until nothing new is wrong with them. Keep says that an
// EventTime was changed, and is not to be renewed.
func editRequests(a *app.App, records iter.Seq2[*capture.Record, error]) (edited iter.Seq2[*capture.Record, error], keep bool, err error) {
	editor := strings.Fields(a.Getenv("VISUAL"))
	if len(editor) == 0 {
		editor = strings.Fields(a.Getenv("EDITOR"))
	}
	if len(editor) == 0 {
		return nil, false, exit.Usagef("--edit: set $VISUAL or $EDITOR to an editor, or change requests with --set")
	}
	var e replay.Editing
	list, err := e.Edit(records, editHelp, func(text string) (string, error) { return runEditor(a, editor, text) })
	if wrong, ok := errors.AsType[*replay.EditError](err); ok {
		return nil, false, exit.Usagef("--edit: %w", wrong)
	}
	if err != nil {
		return nil, false, err
	}
	return func(yield func(*capture.Record, error) bool) {
		for _, rec := range list {
			if !yield(rec, nil) {
				return
			}
		}
	}, e.KeepEventTime, nil
}

// runEditor lets the user change a text.
func runEditor(a *app.App, editor []string, text string) (string, error) {
	file, err := os.CreateTemp("", "chatcb-replay-*.txt")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.Remove(file.Name()) }() // a temporary file
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	c := exec.Command(editor[0], append(editor[1:], file.Name())...)
	c.Stdin, c.Stdout, c.Stderr = a.Stdin, a.Stderr, a.Stderr // stdout is for results
	if err := c.Run(); err != nil {
		return "", exit.Usagef("--edit: %s: %w; nothing was sent", strings.Join(editor, " "), err)
	}
	saved, err := os.ReadFile(file.Name())
	return string(saved), err
}
