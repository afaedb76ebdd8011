package cmd

import (
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/report/term"
)

// app is what every command has: its streams, and the flags that all of them share.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string

	output string // --output
	json   bool   // --json
	color  string // --color
}

// bind binds the flags that every command has.
func (a *app) bind(f *pflag.FlagSet) {
	f.StringVar(&a.output, "output", "text", "format of the result: text, json or ndjson")
	f.BoolVar(&a.json, "json", false, "short for --output json")
	f.StringVar(&a.color, "color", "auto", "colour: auto, always or never")
	f.String("config", "", "configuration file instead of chatcb.yaml in this folder or above; none for none")
	f.StringP("profile", "p", "", "profile of the configuration files (check has a --profile of its own: there it is -p alone)")
}

// prepare checks the shared flags, before every command.
func (a *app) prepare(c *cobra.Command) error {
	if a.json {
		if c.Flags().Changed("output") && a.output != "json" {
			return usagef("--json and --output %s exclude each other", a.output)
		}
		a.output = "json"
	}
	if err := oneOf("--output", a.output, "text", "json", "ndjson"); err != nil {
		return err
	}
	return oneOf("--color", a.color, "auto", "always", "never")
}

func (a *app) terminal() *term.Terminal {
	return term.New(a.stdout, term.Mode(a.color), a.getenv)
}

func (a *app) errTerminal() *term.Terminal {
	return term.New(a.stderr, term.Mode(a.color), a.getenv)
}
