package check

import (
	"io"
	"strings"

	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// maxMarkdown is how many bytes a page may have. GitHub takes no step summary above 1 MiB, and drops it whole.
const maxMarkdown = 1<<20 - 4<<10

// markdown renders a run as a page: the verdict, the table, then problems with all that is needed to mend them. What does
// not fit is left out by whole sections, and the page says how many.
func markdown(w io.Writer, run *result.Run) error {
	b := safe.NewMarkdown()
	mdHead(b, run)
	left := 0
	for _, p := range problems(run) {
		section := mdProblem(p)
		if left > 0 || b.Len()+len(section) > maxMarkdown {
			left++
			continue
		}
		b.WriteString(section)
	}
	if left > 0 {
		b.Printf("> **%s** %s\n\n", run.Words().Say("check.left-out", "n", left), run.Words().Say("check.left-out-why"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func mdHead(b *safe.Markdown, run *result.Run) {
	verdict := "✅ PASS"
	if run.Exit != 0 {
		verdict = "❌ FAIL"
	}
	b.Printf("## %s · chatcb check\n\n", verdict)
	b.Printf("%s · %s\n\n", safe.Code(safe.Clip(run.Target, 400)), strings.Join(circumstances(run), " · "))
	if run.Cause != "" {
		b.Printf("> **%s** %s\n\n", run.Words().Say("check.one-cause"), safe.Clip(run.Cause, 1000))
	}
	list := troubles(run)
	for _, tr := range list[:min(50, len(list))] {
		b.Printf("> **%s** %s\n\n", safe.Clip(tr.ID, 200), safe.Clip(tr.Message, 1000))
	}
	if left := len(list) - 50; left > 0 {
		b.Printf("> %s\n\n", run.Words().Say("check.more-of-these", "n", left))
	}
	table := groupTable(run)
	table.Markdown(b)
	b.Printf("%s\n\n", strings.Join(tally(run), " · "))
	if text := run.DenialText(); text != "" {
		b.Printf("%s\n\n", text)
	}
	if list := slowest(run); len(list) > 0 {
		b.Printf("%s %s\n\n", run.Words().Say("check.took-time"), strings.Join(list, " · "))
	}
}

// mdProblem is one problem: failing ones open, the others folded.
func mdProblem(p *problem) string {
	b := safe.NewMarkdown()
	label, title := safe.Clip(p.label(), 200), safe.Clip(p.title(), 400)
	if p.kind == failing {
		b.Printf("### %s %s %s", p.kind.word(), safe.Code(label), title)
		if len(p.cases) > 1 {
			b.Printf(" · %s", p.words.Say("check.cases", "n", len(p.cases)))
		}
		b.Printf("\n\n")
	} else {
		b.Printf("<details><summary>%s <code>%s</code> %s</summary>\n\n", p.kind.word(), safe.HTML(label), safe.HTML(title))
	}
	for _, part := range p.parts() {
		switch part.name {
		case "again":
			b.Printf("\n%s", safe.CodeBlock(safe.Clip(part.text, 4000)))
		case "account", "received", "file":
			b.Printf("- **%s** %s\n", p.words.Label(part.name), safe.Code(safe.Clip(part.text, 1000)))
		default:
			b.Printf("- **%s** %s\n", p.words.Label(part.name), safe.Clip(part.text, 1000))
		}
	}
	b.Printf("\n")
	if p.kind != failing {
		b.Printf("</details>\n\n")
	}
	return b.String()
}
