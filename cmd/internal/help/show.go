package help

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/term"
)

// Show is the help of a command, or a topic, in lines of so many columns.
func (b *Book) Show(c *cobra.Command, width int) string {
	fold := term.Terminal{TTY: true, Width: width}
	p := b.page(Name(c))
	var out strings.Builder
	out.WriteString(fold.FoldText(cmp.Or(p.text, p.summary)))
	part := func(title, text string) { fmt.Fprintf(&out, "\n%s\n%s", title, text) }
	if c.Runnable() {
		part(b.Words.Say("command.usage"), fold.FoldText(indent+b.usage(c)))
	}
	if p.examples != "" {
		part(b.Words.Say("command.examples"), fold.FoldText(p.examples))
	}
	groups := b.groups(c)
	at := column(groups)
	for _, g := range groups {
		part(b.Words.Say("command.group", "title", g.title), table(g.entries, at, width))
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&out, "\n%s\n", b.Words.Say("command.more", "command", c.CommandPath()))
	}
	return out.String()
}

func (b *Book) usage(c *cobra.Command) string {
	use := strings.TrimSuffix(c.UseLine(), " [flags]")
	if b.onlyCommands(c) {
		return use + " COMMAND"
	}
	return use
}

// onlyCommands reports whether a command does nothing but have others below it.
func (b *Book) onlyCommands(c *cobra.Command) bool {
	return c.HasSubCommands() && !slices.ContainsFunc(b.page(Name(c)).entries(), func(e entry) bool {
		return e.flag() != "" && e.flag() != "version"
	})
}

// groups are those of the page, flags that it lacks, and those that every command has.
func (b *Book) groups(c *cobra.Command) (list []group) {
	said := map[string]bool{"help": true}
	pages := slices.Clone(b.page(Name(c)).groups)
	if c.Runnable() {
		pages = append(pages, group{b.Words.Say("command.others"), []entry{{head: "@rest"}}})
	}
	if c.Runnable() && !b.onlyCommands(c) || !c.HasParent() {
		pages = append(pages, b.page(everywhere).groups...)
	}
	for _, g := range pages {
		filled := group{title: g.title}
		for _, e := range g.entries {
			filled.entries = append(filled.entries, b.filled(c, e, said)...)
		}
		if len(filled.entries) > 0 {
			list = append(list, filled)
		}
	}
	return list
}

// filled is an entry with what stands in other places: the texts of flags that several commands have, defaults, summaries of
// commands, and all that an @ stands for. Said are the flags that the help has already.
func (b *Book) filled(c *cobra.Command, e entry, said map[string]bool) (list []entry) {
	f := c.Flags().Lookup(e.flag())
	switch page, other := strings.CutPrefix(e.head, "@"); {
	case page == "fields", page == "rest":
		on := b.page(Name(c))
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			_, own := on.find(f.Name)
			if _, field := f.Annotations[FieldFlag]; said[f.Name] || f.Hidden || c.Root().PersistentFlags().Lookup(f.Name) != nil ||
				page == "fields" && (own || !field) {
				return
			}
			said[f.Name] = true
			list = append(list, b.withDefault(b.entry(c, f), f))
		})
	case other:
		if names := b.named(c, page, said); names != "" {
			list = append(list, entry{text: b.Words.Say("command.elsewhere", "flags", names, "page", page)})
		}
	case e.flag() == "":
		if slices.ContainsFunc(c.Commands(), func(sub *cobra.Command) bool { return sub.Name() == e.head }) {
			list = append(list, entry{e.head, b.summary(c, e.head)})
		}
	case f != nil:
		said[f.Name] = true
		if e.text == "" {
			e = b.entry(c, f)
		}
		list = append(list, b.withDefault(e, f))
	case !c.Runnable(): // a topic
		list = append(list, e)
	}
	return list
}

// FieldFlag is the annotation of flags that there is one of for each field of the webhooks: @fields.
const FieldFlag = "chatcb_field"

// named lists the flags of a command that another page explains.
func (b *Book) named(c *cobra.Command, page string, said map[string]bool) string {
	var names []string
	for _, e := range b.page(page).entries() {
		f := c.Flags().Lookup(e.flag())
		if _, own := b.page(Name(c)).find(e.flag()); f == nil || own {
			continue
		}
		said[f.Name] = true
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + "/" + name
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// summary is that of a command or topic below c.
func (b *Book) summary(c *cobra.Command, name string) string {
	if c.HasParent() {
		name = Name(c) + "-" + name
	}
	return b.page(name).summary
}

func (b *Book) withDefault(e entry, f *pflag.Flag) entry {
	if !slices.Contains([]string{"", "0", "0s", "[]", "false"}, f.DefValue) && !hasDefault(e.text) {
		e.text = language.Join(e.text, b.Words.Say("command.default", "value", f.DefValue))
	}
	return e
}

// hasDefault reports whether a text says itself what the default is.
func hasDefault(text string) bool {
	return strings.Contains(text, "(default") || strings.Contains(text, "（默认")
}

const (
	widest = 24 // columns of what stands before texts
	indent = "  "
)

// column is where the texts of all groups begin.
func column(groups []group) (at int) {
	for _, g := range groups {
		for _, e := range g.entries {
			if n := term.Columns(head(e.head)); n <= widest {
				at = max(at, n)
			}
		}
	}
	return at + len(indent) + 3
}

// table writes entries in two columns, as wide as all of it may be. What is too long for the first stands in a line of its own.
func table(entries []entry, column, width int) string {
	var out strings.Builder
	for _, e := range entries {
		line, at := indent+head(e.head), column
		if e.head == "" {
			at = len(indent)
		} else if term.Columns(line) > at-2 {
			fmt.Fprintf(&out, "%s\n", line)
			line = ""
		}
		for _, text := range term.Wrap(e.text, width-at) {
			fmt.Fprintf(&out, "%s%s%s\n", line, strings.Repeat(" ", at-term.Columns(line)), text)
			line = ""
		}
	}
	return out.String()
}

// head leaves flags without a letter the room for one.
func head(text string) string {
	if strings.HasPrefix(text, "--") {
		return "    " + text
	}
	return text
}
