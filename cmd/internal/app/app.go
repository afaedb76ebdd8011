// Package app is what every command has: its streams, the flags that all commands share, and the version of the program.
package app

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// App is what every command has: its streams, and the flags that all of them share.
type App struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	out            *output // behind Stdout
	Getenv         func(string) string

	Output string // --output
	Json   bool   // --json
	color  string // --color
}

// Bind binds the flags that every command has.
func (a *App) Bind(f *pflag.FlagSet) {
	f.StringVar(&a.Output, "output", "text", "format of the result: text, json or ndjson")
	f.BoolVar(&a.Json, "json", false, "short for --output json")
	f.StringVar(&a.color, "color", "auto", "colour: auto, always or never")
	f.String("config", "", "configuration file instead of chatcb.yaml in this folder or above it, up to the root of the repository or "+
		"the home folder; none for none")
	f.StringP("profile", "p", "", "profile of the configuration files (check has a --profile of its own: there it is -p alone)")
}

// Prepare checks the shared flags, before every command.
func (a *App) Prepare(c *cobra.Command) error {
	if a.Json {
		if c.Flags().Changed("output") && a.Output != "json" {
			return exit.Usagef("--json and --output %s exclude each other", a.Output)
		}
		a.Output = "json"
	}
	if err := exit.OneOf("--output", a.Output, "text", "json", "ndjson"); err != nil {
		return err
	}
	if a.Output != "text" && a.out != nil {
		if term.Is(a.out.w) {
			a.out.w = &safe.Writer{W: a.out.w} // JSON means the same with what acts on a terminal spelt out
		}
	}
	return exit.OneOf("--color", a.color, "auto", "always", "never")
}

func (a *App) Terminal() *term.Terminal {
	return term.New(a.Stdout, term.Mode(a.color), a.Getenv)
}

func (a *App) ErrTerminal() *term.Terminal {
	return term.New(a.Stderr, term.Mode(a.color), a.Getenv)
}

// Show shows a result on standard output, as JSON or as text, and ends with its status.
func (a *App) Show(status outcome.Status, asJSON func(io.Writer) error, asText func(*term.Terminal)) error {
	if a.Output == "text" {
		asText(a.Terminal())
	} else if err := asJSON(a.Stdout); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return exit.Status(status)
}
