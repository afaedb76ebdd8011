// Command docs writes what is made from the help of the commands: man pages, and the Markdown reference below docs. CI
// runs it with -check and fails where the reference is not what the commands say.
//
//	go run . -md ../../docs/reference     write the reference
//	go run . -man ../../dist-docs/man     write man pages
//	go run . -check ../../docs/reference  compare, and write nothing
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/chatcb/chatcb/cmd"
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

func run(args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet("docs", flag.ContinueOnError)
	flags.SetOutput(stderr)
	man := flags.String("man", "", "folder for man pages")
	md := flags.String("md", "", "folder for the Markdown reference")
	check := flags.String("check", "", "folder of a Markdown reference to compare with")
	if flags.Parse(args) != nil {
		return 2
	}
	root := cmd.Root()
	root.DisableAutoGenTag = true // a date would differ every day
	if err := write(root, *man, *md, *check); err != nil {
		fmt.Fprintln(stderr, "docs:", err)
		return 1
	}
	return 0
}

func write(root *cobra.Command, man, md, check string) error {
	if man != "" {
		if err := os.MkdirAll(man, 0o777); err != nil {
			return err
		}
		header := &doc.GenManHeader{Section: "1", Source: "chatcb", Manual: "chatcb"}
		if err := doc.GenManTree(root, header, man); err != nil {
			return err
		}
	}
	pages := reference(root)
	if md != "" {
		if err := os.RemoveAll(md); err != nil {
			return err
		}
		if err := os.MkdirAll(md, 0o777); err != nil {
			return err
		}
		for name, text := range pages {
			if err := os.WriteFile(filepath.Join(md, name), text, 0o666); err != nil {
				return err
			}
		}
	}
	if check == "" {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(check, "*.md"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if pages[filepath.Base(file)] == nil {
			return fmt.Errorf("%s is of a command that there is not", file)
		}
	}
	for name, want := range pages {
		got, err := os.ReadFile(filepath.Join(check, name))
		if err != nil || !bytes.Equal(got, want) {
			return fmt.Errorf("%s is not what the command says (make reference writes it)", name)
		}
	}
	return nil
}

// columns of the reference.
const columns = 100

// reference renders a page for each command, by file name: its help, and the way to the others.
func reference(root *cobra.Command) map[string][]byte {
	pages := map[string][]byte{}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Name() == "help" {
			return
		}
		var b bytes.Buffer
		fmt.Fprintf(&b, "# %s\n\n%s.\n\n```text\n%s```\n\n", c.CommandPath(), c.Short, cmd.Help(c, columns))
		if c.HasParent() {
			fmt.Fprintf(&b, "- up: [%s](%s)\n", c.Parent().CommandPath(), file(c.Parent()))
		}
		for _, sub := range c.Commands() {
			if sub.Name() != "help" {
				fmt.Fprintf(&b, "- [%s](%s): %s\n", sub.CommandPath(), file(sub), sub.Short)
			}
			walk(sub)
		}
		pages[file(c)] = b.Bytes()
	}
	walk(root)
	return pages
}

func file(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "_") + ".md" }
