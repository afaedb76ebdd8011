package cmd

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/help"
	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/term"
)

// everyHelp calls f with every command and topic.
func everyHelp(t *testing.T, f func(c *cobra.Command)) {
	t.Helper()
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		f(c)
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	root := Root()
	root.InitDefaultCompletionCmd()
	visit(root)
}

// spoken are the languages of help.
func spoken() []*language.Words { return []*language.Words{language.English(), language.Chinese()} }

// No line of help runs over the edge, but commands that are to be copied.
func TestHelpFits(t *testing.T) {
	t.Parallel()
	everyHelp(t, func(c *cobra.Command) {
		for _, words := range spoken() {
			for _, width := range []int{80, 120} {
				fits(t, c.CommandPath()+" in "+words.Name(), book(words).Show(c, width), width)
			}
		}
	})
	narrow := term.Terminal{TTY: true, Width: 80}
	for _, args := range [][]string{{"simulate", "--list-campaigns"}, {"simulate", "--list-loads"}} {
		_, out, _ := run(t, args...)
		fits(t, strings.Join(args, " "), narrow.FoldText(out), narrow.Width)
	}
}

// The flag of a field is no other command's flag of that name, also in the reference, which is made of described commands.
func TestFieldFlagsSayWhatTheySet(t *testing.T) {
	t.Parallel()
	send, _, err := Root().Find([]string{"send"})
	if err != nil {
		t.Fatal(err)
	}
	if text := book(language.English()).Show(send, 100); !strings.Contains(text, "--force                ForceAddFlags 1,") {
		t.Errorf("--force of send does not say that it sets ForceAddFlags:\n%s", text)
	}
}

func fits(t *testing.T, name, text string, width int) {
	t.Helper()
	if len(text) == 0 {
		t.Errorf("%s: got no text", name)
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		command := strings.HasPrefix(strings.TrimLeft(line, " "), "chatcb ") || strings.Contains(line, "| chatcb ")
		if n := term.Columns(line); n > width && !command {
			t.Errorf("%s: %d columns: %s", name, n, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("%s: blanks at the end of %q", name, line)
		}
	}
}

// Every command has a page, every flag stands in one of its groups and says something, and no page tells of a flag that its
// command does not have.
func TestHelpIsWhole(t *testing.T) {
	t.Parallel()
	written := regexp.MustCompile(`(?m)^(?:-., )?--([a-z0-9-]+)`)
	everyHelp(t, func(c *cobra.Command) {
		for _, words := range spoken() {
			at := c.CommandPath() + " in " + words.Name()
			b := book(words)
			text := b.Show(c, 80)
			if strings.Contains(text, "\n"+words.Say("command.group", "title", words.Say("command.others"))) {
				t.Errorf("%s: flags stand in no group:\n%s", at, text)
			}
			b.Describe(c)
			if c.Short == "" {
				t.Errorf("%s: there is no page", at)
			}
			c.LocalFlags().VisitAll(func(f *pflag.Flag) {
				if f.Usage == "" && !f.Hidden {
					t.Errorf("%s: nothing is said of --%s", at, f.Name)
				}
			})
			for _, m := range written.FindAllStringSubmatch(words.Page(help.Name(c)), -1) {
				if c.Runnable() && c.Flags().Lookup(m[1]) == nil {
					t.Errorf("%s: the page tells of --%s, which there is not", at, m[1])
				}
			}
			for _, sub := range c.Commands() {
				if c.Runnable() && !sub.Hidden && !strings.Contains(text, "\n  "+sub.Name()+" ") {
					t.Errorf("%s: the command %s is not listed", at, sub.Name())
				}
			}
		}
	})
}

// The help of everyday commands in Chinese, to be read. make reference writes it.
func TestHelpInChinese(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", "send", "check", "judge", "mockserver", "record", "replay", "simulate", "connection", "faults", "exit-codes", "where", "assumptions",
	} {
		c, _, err := Root().Find(strings.Fields(name))
		if err != nil {
			t.Fatal(err)
		}
		golden.Compare(t, "testdata/help/"+help.Name(c)+".zh.txt", book(language.Chinese()).Show(c, 80))
	}
}

// The Chinese topics name all that the English ones take from the code.
func TestChineseTopicsAreWhole(t *testing.T) {
	t.Parallel()
	for topic, named := range map[string]*regexp.Regexp{
		"exit-codes":  regexp.MustCompile(`(?m)^  \d+ `),
		"assumptions": regexp.MustCompile(`(?m)^  [a-z0-9-]+ +[a-z]+\|[a-z]+ `),
		"where":       regexp.MustCompile(`(?m)^  [a-z_]+ `),
	} {
		c, _, err := Root().Find([]string{topic})
		if err != nil {
			t.Fatal(err)
		}
		want := named.FindAllString(book(language.English()).Show(c, 120), -1)
		got := named.FindAllString(book(language.Chinese()).Show(c, 120), -1)
		if diff := cmp.Diff(want, got); len(want) == 0 || diff != "" {
			t.Errorf("%s: (-en +zh)\n%s", topic, diff)
		}
	}
}

// The list of faults fits a terminal of 80 columns.
func TestFaultsFitATerminal(t *testing.T) {
	_, list, _ := run(t, "mockserver", "--list-faults")
	if !strings.Contains(list, "or as in a capture [LAT-001]\n") {
		t.Errorf("the list is folded where nobody watches:\n%s", list)
	}
	terminal := term.Terminal{TTY: true, Width: 80}
	for line := range strings.Lines(terminal.FoldText(list)) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("got a line of %d columns: %s", n, line)
		}
	}
}
