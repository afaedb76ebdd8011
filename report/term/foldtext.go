package term

import (
	"strings"

	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/language"
)

// lastColumn is where the last column of a line begins: after several blanks.
var lastColumn = lazy.Regexp(`^.*\S {2,}(\S)`)

const (
	leastColumn = 30 // columns that a text needs beside what it explains; with fewer it goes below
	belowIndent = 6
)

// FoldText fits a text with a layout, such as help, into the width of a terminal that somebody watches: paragraphs are
// filled anew, and lines of several columns go on in their last one. A command stays one line, to be copied. Elsewhere
// the text stays as it is.
func (t *Terminal) FoldText(text string) string {
	if !t.TTY {
		return text
	}
	var out, paragraph []string
	flush := func() {
		if len(paragraph) == 0 {
			return
		}
		out = append(out, fillParagraph(paragraph, t.Width)...)
		paragraph = nil
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		if line != "" && line[0] != ' ' {
			paragraph = append(paragraph, line)
			continue
		}
		flush()
		out = append(out, foldLine(line, t.Width)...)
	}
	flush()
	return strings.Join(out, "\n") + "\n"
}

// fillParagraph breaks lines anew if one of them is too long. A table's rows are no paragraph: each is folded alone.
func fillParagraph(lines []string, n int) (out []string) {
	long, table := false, false
	for _, line := range lines {
		long = long || Columns(line) > n
		table = table || strings.Contains(line, "   ")
	}
	switch {
	case !long:
		return lines
	case table:
		for _, line := range lines {
			out = append(out, foldLine(line, n)...)
		}
		return out
	}
	return wrapped(language.Join(lines...), n)
}

// foldLine breaks a line that is too long, and goes on under its last column.
func foldLine(line string, n int) []string {
	bare := Plain(line)
	if Columns(bare) <= n {
		return []string{line}
	}
	indent := len(line) - len(strings.TrimLeft(line, " "))
	at := lastColumn().FindStringSubmatchIndex(line)
	if at == nil {
		if isCommand(bare) {
			return []string{line}
		}
		return hang(line[:indent], indent, line[indent:], n)
	}
	start, rest := line[:at[2]], line[at[2]:]
	if column := Columns(start); column <= n-leastColumn {
		return hang(start, column, rest, n)
	}
	first := foldLine(strings.TrimRight(start, " "), n)
	below := strings.Repeat(" ", belowIndent)
	return append(first, hang(below, belowIndent, rest, n)...)
}

// hang writes text behind start, and goes on under it.
func hang(start string, column int, text string, n int) (lines []string) {
	for _, part := range wrapped(text, n-column) {
		lines = append(lines, start+part)
		start = strings.Repeat(" ", column)
	}
	return lines
}

// isCommand reports whether a line is to be copied into a shell.
func isCommand(line string) bool {
	word, _, _ := strings.Cut(strings.TrimLeft(line, " $"), " ")
	return word == "chatcb" || word == "curl" || strings.Contains(line, "| chatcb ")
}

// wrapped is Wrap for text that a command wrote itself.
func wrapped(text string, n int) (lines []string) {
	for _, line := range Wrap(Text{text}, n) {
		lines = append(lines, line.s)
	}
	return lines
}
