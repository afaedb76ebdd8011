// Package app is what every command has: its streams, the flags that all commands share, and the version of the program.
package app

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// App is what every command has: its streams, and the flags that all of them share.
type App struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	out            output // behind Stdout
	Getenv         func(string) string

	Output   string `flag:"output" default:"text" oneof:"text,json,ndjson"`
	Json     bool   `flag:"json"`
	Color    string `flag:"color" default:"auto" oneof:"auto,always,never"`
	Language string `flag:"language" complete:"languages"`
	Config   string `flag:"config" complete:".yaml,.yml"`
	Profile  string `flag:"profile" short:"p"`
	words    *language.Words

	Describe func(*cobra.Command) // writes summaries and the texts of flags, which are read only where they are shown
}

// Prepare checks the shared flags, before every command.
func (a *App) Prepare(c *cobra.Command) error {
	if err := a.Speak(a.Language); err != nil {
		return err
	}
	if a.Json {
		if c.Flags().Changed("output") && a.Output != "json" {
			return exit.Usagef("--json and --output %s exclude each other", a.Output)
		}
		a.Output = "json"
	}
	if a.Output != "text" && term.Is(a.out.w) {
		a.out.w = &safe.Writer{W: a.out.w} // JSON means the same with what acts on a terminal spelt out
	}
	return nil
}

// Words are in the language in which everything is said to people.
func (a *App) Words() *language.Words {
	if a.words == nil {
		a.words = language.OfLocale(a.Getenv)
	}
	return a.words
}

// Speak has everything said in the language that --language names, if it names one.
func (a *App) Speak(name string) error {
	if name == "" {
		return nil
	}
	words, err := language.Named(name)
	if err != nil {
		return exit.OneOf("--language", name, language.Names()...)
	}
	a.words = words
	return nil
}

// SpeakFor has everything said in the language that a command line asks for, or CHATCB_LANGUAGE: what is said before the flags
// are read, such as help, should be in it too. A name that is none is found when they are.
func (a *App) SpeakFor(args []string) {
	name := a.Getenv("CHATCB_LANGUAGE")
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--language="); ok {
			name = value
		} else if arg == "--language" && i+1 < len(args) {
			name = args[i+1]
		} else if arg == "--" {
			break
		}
	}
	_ = a.Speak(name)
}

// Tell says the text of a key on standard error, in a line of its own.
func (a *App) Tell(key string, args ...any) {
	t := a.ErrTerminal()
	t.Printf("%s\n", t.Say(key, args...))
}

func (a *App) Terminal() *term.Terminal { return a.terminal(a.Stdout) }

func (a *App) ErrTerminal() *term.Terminal { return a.terminal(a.Stderr) }

func (a *App) terminal(w io.Writer) *term.Terminal {
	t := term.New(w, term.Mode(a.Color), a.Getenv)
	t.Words = a.Words()
	return t
}

// Show shows a result on standard output, as JSON or as text, and ends with its status.
func (a *App) Show(status outcome.Status, asJSON func(io.Writer) error, asText func(*term.Terminal)) error {
	if a.Output != "text" {
		return exit.Showed(status, asJSON(a.Stdout))
	}
	asText(a.Terminal())
	return exit.Status(status)
}

// JSON begins a run against target as JSON; nil where text was asked for.
func (a *App) JSON(target string) *report.JSON {
	if a.Output == "text" {
		return nil
	}
	return report.NewJSON(a.Stdout, target, a.Output == "ndjson")
}

// Draining is what the first Ctrl-C does. The second ends the process as the system does.
const Draining = "interrupted: nothing is sent any more, and what is under way is waited for; Ctrl-C again ends at once"

// Progress shows on stderr how far work is that may be interrupted, of so many pieces, or 0 where that is unknown.
func (a *App) Progress(ctx context.Context, total int) *term.Progress {
	p := &term.Progress{Terminal: a.ErrTerminal(), Total: total}
	p.Interrupted(ctx, Draining)
	return p
}
