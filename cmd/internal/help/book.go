package help

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/language"
)

// Book is the help of all commands in one language.
type Book struct {
	Words  *language.Words
	Values func() map[string]string // what {name} stands for in the pages

	args  []any
	pages map[string]*page
}

// The pages of flags that every command has, and of those that several have.
const (
	everywhere = "everywhere"
	common     = "common"
)

// page is that of a command or topic, by its name.
func (b *Book) page(name string) *page {
	if b.pages == nil {
		b.pages = map[string]*page{}
		values := b.Values()
		for _, key := range slices.Sorted(maps.Keys(values)) {
			b.args = append(b.args, key, values[key])
		}
	}
	p := b.pages[name]
	if p == nil {
		p = read(b.Words.Fill(b.Words.Page(name), b.args...))
		b.pages[name] = p
	}
	return p
}

// Name is the name of a command's page: send, captures-list, chatcb.
func Name(c *cobra.Command) string {
	if !c.HasParent() {
		return c.Name()
	}
	return strings.ReplaceAll(strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" "), " ", "-")
}

// entry is what is said of a flag: on the page of its command or of the one above, on one of the shared pages, or in the code.
// The flag of a field (--force of send) is no other command's flag of that name.
func (b *Book) entry(c *cobra.Command, f *pflag.Flag) entry {
	pages := []string{Name(c), common, "connection", everywhere}
	if _, field := f.Annotations[FieldFlag]; field {
		pages = pages[:1]
	} else if c.HasParent() {
		pages = slices.Insert(pages, 1, Name(c.Parent()))
	}
	for _, name := range pages {
		if e, ok := b.page(name).find(f.Name); ok && e.text != "" {
			return e
		}
	}
	return coded(f)
}

// coded is what the code says of a flag.
func coded(f *pflag.Flag) entry {
	if f.Value.Type() == "bool" {
		return entry{"--" + f.Name, f.Usage}
	}
	return entry{"--" + f.Name + " TEXT", f.Usage}
}

// Describe writes the pages into the commands, for what reads them there: completion, and what is made of cobra's commands.
func (b *Book) Describe(c *cobra.Command) {
	p := b.page(Name(c))
	c.Short, c.Long, c.Example = p.summary, p.text, p.examples
	c.InitDefaultHelpFlag()
	c.LocalFlags().VisitAll(func(f *pflag.Flag) { f.Usage = b.entry(c, f).text })
	for _, sub := range c.Commands() {
		b.Describe(sub)
	}
}

// Example is the first example of a command, or "".
func (b *Book) Example(c *cobra.Command) string {
	first, _, _ := strings.Cut(b.page(Name(c)).examples, "\n")
	return apart().Split(strings.TrimSpace(first), 2)[0]
}
