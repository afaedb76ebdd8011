package safe

import "strings"

// mdEscapes takes the meaning from what has one in Markdown: mark-up, HTML, links, and the mention of somebody, for which
// an escape is not enough.
var mdEscapes = []string{
	"@", "`@`", "<", "&lt;", ">", "&gt;", "&", "&amp;", "://", `\://`, "www.", `www\.`,
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "$", `\$`,
}

// MarkdownText is text in Markdown that means nothing there.
func MarkdownText(text string) Own { return Own{strings.NewReplacer(mdEscapes...).Replace(Text(text))} }

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

// CodeBlock makes a code block of a line.
func CodeBlock(line string) Own {
	line = Text(line)
	fence := strings.Repeat("`", max(2, longestRun(line, '`'))+1)
	return Own{fence + "text\n" + line + "\n" + fence + "\n"}
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
