package check

import (
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// maxMarkdown is how many bytes a page may have. GitHub takes no step summary above 1 MiB, and drops it whole.
const maxMarkdown = 1<<20 - 4<<10

// markdown renders a run as a page: the verdict, the table, then problems with all that is needed to mend them. What does
// not fit is left out by whole sections, and the page says how many.
func markdown(w io.Writer, run *result.Run) error {
	var b strings.Builder
	mdHead(&b, run)
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
		fmt.Fprintf(&b, "> **%d more are left out**: a step summary holds 1 MiB. The other reports have them all.\n\n", left)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func mdHead(b *strings.Builder, run *result.Run) {
	verdict := "✅ PASS"
	if run.Exit != 0 {
		verdict = "❌ FAIL"
	}
	fmt.Fprintf(b, "## %s · chatcb check\n\n", verdict)
	fmt.Fprintf(b, "%s · %s\n\n", safe.MarkdownCode(safe.Clip(run.Target, 400)), strings.Join(circumstances(run), " · "))
	if run.Cause != "" {
		fmt.Fprintf(b, "> **One cause for all of it:** %s\n\n", safe.Markdown(safe.Clip(run.Cause, 1000)))
	}
	list := troubles(run)
	for _, tr := range list[:min(50, len(list))] {
		fmt.Fprintf(b, "> **%s** %s\n\n", safe.Markdown(safe.Clip(tr.ID, 200)), safe.Markdown(safe.Clip(tr.Message, 1000)))
	}
	if left := len(list) - 50; left > 0 {
		fmt.Fprintf(b, "> and %d more of these\n\n", left)
	}
	mdTable(b, run)
	fmt.Fprintf(b, "%s\n\n", strings.Join(tally(run), " · "))
	mdSlowest(b, run)
}

func mdTable(b *strings.Builder, run *result.Run) {
	list := groups(run)
	if len(list) == 0 {
		return
	}
	all := total(list)
	kinds := columns(all)
	b.WriteString("| group | cases |")
	for _, k := range kinds {
		fmt.Fprintf(b, " %s |", k.name())
	}
	b.WriteString(" time |\n|:--|--:|" + strings.Repeat("--:|", len(kinds)+1) + "\n")
	for _, g := range append(list, all) {
		name := "**" + g.ID + "** " + g.Title
		if g == all {
			name = "**all**"
		}
		fmt.Fprintf(b, "| %s | %d |", name, len(g.Cases))
		for _, k := range kinds {
			cell := fmt.Sprint(g.Count[k])
			switch {
			case g.Count[k] == 0:
				cell = "·"
			case k == failing:
				cell = "**" + cell + "**"
			}
			fmt.Fprintf(b, " %s |", cell)
		}
		fmt.Fprintf(b, " %s |\n", report.Millis(g.Took))
	}
	b.WriteString("\n")
}

func mdSlowest(b *strings.Builder, run *result.Run) {
	var parts []string
	for _, s := range run.Slowest[:min(5, len(run.Slowest))] {
		parts = append(parts, safe.MarkdownCode(safe.Clip(s.Scenario, 80))+" "+report.Millis(s.Took))
	}
	if len(parts) > 0 {
		fmt.Fprintf(b, "What took the time: %s\n\n", strings.Join(parts, " · "))
	}
}

// mdProblem is one problem: failing ones open, the others folded.
func mdProblem(p *problem) string {
	var b strings.Builder
	title := fmt.Sprintf("%s %s", safe.MarkdownCode(safe.Clip(p.label(), 200)), safe.Markdown(safe.Clip(p.title(), 400)))
	if len(p.cases) > 1 {
		title += " · " + report.Plural(len(p.cases), "case")
	}
	if p.kind == failing {
		fmt.Fprintf(&b, "### %s %s\n\n", p.kind.word(), title)
	} else {
		fmt.Fprintf(&b, "<details><summary>%s <code>%s</code> %s</summary>\n\n", p.kind.word(), safe.HTML(safe.Clip(p.label(), 200)), safe.HTML(safe.Clip(p.title(), 400)))
	}
	mdFields(&b, p)
	if p.kind != failing {
		b.WriteString("</details>\n\n")
	}
	return b.String()
}

func mdFields(b *strings.Builder, p *problem) {
	f := &p.finding
	add := func(name, text string) {
		if text != "" {
			fmt.Fprintf(b, "- **%s** %s\n", name, text)
		}
	}
	for _, id := range p.leaks[:min(20, len(p.leaks))] {
		add("leak", safe.MarkdownCode(safe.Clip(id, 200))+" was to be blocked, and Chat adds the friend")
	}
	if p.kind == accepted {
		add("accepted", safe.Markdown(safe.Clip(acceptance(&p.accept), 1000)))
	}
	add("what", safe.Markdown(safe.Clip(f.Message, 1000)))
	if f.Account != "" {
		add("account", safe.MarkdownCode(safe.Clip(f.Account, 200)))
	}
	if p.status == "" {
		add("expected", safe.Markdown(safe.Clip(f.Expected, 1000)))
	}
	if f.Received != "" {
		add("received", safe.MarkdownCode(safe.Clip(f.Received, 1000)))
	}
	if p.status == "" {
		add(safe.Markdown(string(f.Severity)), safe.Markdown(safe.Clip(sentence(f.Sentence, f.Source), 1000)))
		add("why", safe.Markdown(safe.Clip(f.Why, 1000)))
		add("fix", safe.Markdown(safe.Clip(f.Fix, 1000)))
	}
	if p.first.File != "" {
		add("file", safe.MarkdownCode(safe.Clip(p.first.File, 400)))
	}
	add("cases", safe.Markdown(safe.Clip(caseList(p.cases, 12), 2000)))
	if p.first.Repeat != "" {
		b.WriteString("\n" + safe.MarkdownBlock([]string{safe.Clip(p.first.Repeat, 4000)}))
	}
	b.WriteString("\n")
}
