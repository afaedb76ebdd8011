package safe

import (
	"strings"
)

// mdEscapes takes the meaning from what has one in Markdown: mark-up, HTML, links, and the mention of somebody, for which
// an escape is not enough.
var mdEscapes = []string{
	"@", "`@`", "<", "&lt;", ">", "&gt;", "&", "&amp;", "://", `\://`, "www.", `www\.`,
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "$", `\$`,
}

// Markdown makes a text harmless in Markdown.
func Markdown(text string) string { return strings.NewReplacer(mdEscapes...).Replace(Text(text)) }

// MarkdownCode makes a code span of a text, fenced by more backticks than it has.
func MarkdownCode(text string) string {
	text = Text(text)
	if strings.TrimSpace(text) == "" {
		return "`" + `""` + "`"
	}
	fence := strings.Repeat("`", longestRun(text, '`')+1)
	if len(fence) > 1 || text[0] == ' ' && text[len(text)-1] == ' ' {
		text = " " + text + " "
	}
	return fence + text + fence
}

// MarkdownBlock makes a code block of lines, each made safe.
func MarkdownBlock(lines []string) string {
	var b strings.Builder
	longest := 2
	for _, line := range lines {
		line = Text(line)
		longest = max(longest, longestRun(line, '`'))
		b.WriteString(line)
		b.WriteByte('\n')
	}
	fence := strings.Repeat("`", longest+1)
	return fence + "text\n" + b.String() + fence + "\n"
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

// HTML is mdText where Markdown is not read: inside an HTML tag's content.
func HTML(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(Text(text))
}
