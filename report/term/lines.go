package term

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/report/safe"
)

// Entry prints a line of a list: head, who asks for whom, and what there is to say of it, in parts as words takes them.
// For who watches a terminal the people are cut to a column that leaves room, and what does not fit beside them goes on
// below. Elsewhere nothing is cut, and a line stays one, to be found again.
func (t *Terminal) Entry(head, people string, column, leave int, parts ...string) {
	indent := Width(Plain(head))
	if !t.TTY {
		people = safe.Text(people)
		t.Printf("%s%s%s\n", head, Pad(people, people, column), strings.Join(parts, ""))
		return
	}
	column = min(column, max(t.Width-indent-leave, 20))
	people = Fit(people, column)
	t.Printf("%s%s", head, Pad(people, people, column))
	t.words(indent+column, indent, parts)
}

// words prints parts, which may be painted and begin with the blanks that part them, from a column on. It goes on at the
// indent where a line is full, and ends the line.
func (t *Terminal) words(used, indent int, parts []string) {
	for _, part := range parts {
		w := Width(Plain(part))
		if used+w > t.Width && used > indent {
			part = strings.TrimLeft(part, " ")
			t.Printf("\n%s", strings.Repeat(" ", indent))
			used, w = indent, Width(Plain(part))
		}
		t.Printf("%s", part)
		used += w
	}
	t.Printf("\n")
}

// ByWords takes text, which may be painted, apart into parts for words.
func ByWords(text string) []string {
	var parts []string
	for len(text) > 0 {
		end := len(text)
		start := len(text) - len(strings.TrimLeft(text, " "))
		if i := strings.IndexByte(text[start:], ' '); i >= 0 {
			end = start + i
		}
		parts, text = append(parts, text[:end]), text[end:]
	}
	return parts
}

// below prints text, which may be painted, under the entry that it is about.
func (t *Terminal) below(head, text string) {
	if !t.TTY {
		t.Printf("%s%s\n", head, text)
		return
	}
	t.Printf("%s", head)
	t.words(Width(head), Width(head), ByWords(text))
}

// ShowNoAccount is the line of an exchange that asks about nobody, and why that is so.
func ShowNoAccount(t *Terminal, number uint64, why string) {
	t.below(fmt.Sprintf("%5d  ", number), t.Faint("no account: "+safe.Text(why)))
}

// ShowAlarm prints text under an entry.
func ShowAlarm(t *Terminal, text string) { t.below("       ", t.Bad(safe.Text(text))) }

// Titled prints a title and parts between middle dots, in as many lines as it takes for who watches a terminal, and in
// one elsewhere. The parts are made safe.
func (t *Terminal) Titled(title string, parts ...string) {
	for i := range parts {
		parts[i] = safe.Text(parts[i])
	}
	if t.TTY {
		t.FlowUnder(title+" ", parts)
		return
	}
	t.Printf("%s %s\n", title, strings.Join(parts, " · "))
}

// Flow prints parts of a summary, which may be painted, between middle dots: as many lines as it takes for who watches a
// terminal, and one line elsewhere, to be found again.
func (t *Terminal) Flow(parts []string) {
	if t.TTY {
		t.FlowUnder("", parts)
		return
	}
	t.Printf("%s\n", strings.Join(parts, " · "))
}
