package safe

import "strings"

// mdEscapes takes the meaning from what has one in Markdown: mark-up, HTML, links, and the mention of somebody, for which
// an escape is not enough.
var mdEscapes = []string{
	"@", "`@`", "<", "&lt;", ">", "&gt;", "&", "&amp;", "://", `\://`, "www.", `www\.`,
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "$", `\$`,
}

// Markdown is a page of Markdown that is being written. What is printed is escaped.
type Markdown struct {
	strings.Builder
	Printer
}

// NewMarkdown begins a page.
func NewMarkdown() *Markdown {
	m := new(Markdown)
	m.Printer = Printer{&m.Builder, MarkdownText}
	return m
}

// MarkdownText is text in Markdown that means nothing there.
func MarkdownText(text string) string { return strings.NewReplacer(mdEscapes...).Replace(Text(text)) }

// MarkdownOwn is the same for a template.
func MarkdownOwn(text string) Own { return Own{MarkdownText(text)} }

// Code makes a code span of a text, fenced by more backticks than it has.
func Code(text string) Own {
	text = Text(text)
	if strings.TrimSpace(text) == "" {
		return Own{"`" + `""` + "`"}
	}
	fence := strings.Repeat("`", longestRun(text, '`')+1)
	if len(fence) > 1 || text[0] == ' ' && text[len(text)-1] == ' ' {
		text = " " + text + " "
	}
	return Own{fence + text + fence}
}

// CodeBlock makes a code block of lines.
func CodeBlock(lines ...string) Own {
	var b strings.Builder
	longest := 2
	for _, line := range lines {
		line = Text(line)
		longest = max(longest, longestRun(line, '`'))
		b.WriteString(line)
		b.WriteByte('\n')
	}
	fence := strings.Repeat("`", longest+1)
	return Own{fence + "text\n" + b.String() + fence + "\n"}
}

func longestRun(text string, c byte) int {
	longest, n := 0, 0
	for i := range len(text) {
		if n++; text[i] != c {
			n = 0
		}
		longest = max(longest, n)
	}
	return longest
}

// HTML is text inside an element of HTML, where Markdown is not read.
func HTML(text string) Own {
	return Own{strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(Text(text))}
}
