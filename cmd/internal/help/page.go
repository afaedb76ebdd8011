// Package help shows the help of commands. All that it says stands in the help folder of each language, a page a command
// or topic, in which a translator reads what a user does:
//
//	Send a realistic request                    the summary
//
//	send puts a friend request on the wire …    paragraphs
//
//	## Examples
//	  chatcb send
//
//	## What is sent                             a group of flags, everyday ones first
//	--from ID   who asks
//	-k, --insecure
//	            accept any certificate, with
//	            what the line above has no room for
//	@connection                                 flags that another page explains are only named
//
// In a group stand flags, or the names of commands, which have summaries of their own. A default is added by what the flag
// has. In a text {name} stands for one of the values of the book. The code binds flags without a word.
package help

import (
	"strings"

	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/language"
)

// page is the help of a command or a topic.
type page struct {
	summary  string
	text     string // paragraphs with their layout
	examples string
	groups   []group
}

type group struct {
	title   string
	entries []entry
}

// entry is a flag, a command or, with an @, another page.
type entry struct{ head, text string }

var (
	apart    = lazy.Regexp(` {2,}`)
	flagName = lazy.Regexp(`(?:^|, )--([a-z0-9-]+)`)
)

// flag is the name of the flag that an entry is about, or "".
func (e *entry) flag() string {
	if m := flagName().FindStringSubmatch(e.head); m != nil {
		return m[1]
	}
	return ""
}

const examplesTitle = "Examples"

// read takes the text of a page apart.
func read(text string) *page {
	parts := strings.Split("\n"+strings.TrimRight(text, "\n"), "\n## ")
	summary, rest, _ := strings.Cut(strings.TrimPrefix(parts[0], "\n"), "\n")
	p := &page{summary: summary, text: strings.Trim(rest, "\n")}
	for _, part := range parts[1:] {
		title, body, _ := strings.Cut(part, "\n")
		if title == examplesTitle {
			p.examples = strings.Trim(body, "\n")
			continue
		}
		p.groups = append(p.groups, group{title, entriesOf(body)})
	}
	return p
}

func entriesOf(body string) (list []entry) {
	for line := range strings.SplitSeq(body, "\n") {
		switch {
		case line == "":
		case line[0] == ' ' && len(list) > 0:
			last := &list[len(list)-1]
			last.text = strings.TrimSpace(language.Join(last.text, strings.TrimSpace(line)))
		default:
			cut := apart().Split(line, 2)
			list = append(list, entry{cut[0], strings.Join(cut[1:], "")})
		}
	}
	return list
}

// entries lists all flags and commands of a page.
func (p *page) entries() (all []entry) {
	for _, g := range p.groups {
		all = append(all, g.entries...)
	}
	return all
}

// find is what the page says of a flag.
func (p *page) find(flag string) (entry, bool) {
	for _, e := range p.entries() {
		if e.flag() == flag {
			return e, true
		}
	}
	return entry{}, false
}
