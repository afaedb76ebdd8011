package check

import (
	"bytes"
	"io"

	"github.com/chatcb/chatcb/report/safe"
)

// maxMarkdown is how many bytes a page may have. GitHub takes no step summary above 1 MiB, and drops it whole.
const maxMarkdown = 1<<20 - 4<<10

// markdown renders a run as a page: the verdict, the table, then problems with all that is needed to mend them. What does
// not fit is left out by whole sections, and the page says how many.
func markdown(w io.Writer, v *view) error {
	t, err := v.template("markdown.md", safe.MarkdownText)
	if err != nil {
		return err
	}
	var page, section bytes.Buffer
	if err := t.ExecuteTemplate(&page, "head", v); err != nil {
		return err
	}
	left := 0
	for _, p := range v.Problems() {
		section.Reset()
		if err := t.ExecuteTemplate(&section, "problem", p); err != nil {
			return err
		}
		if left > 0 || page.Len()+section.Len() > maxMarkdown {
			left++
			continue
		}
		page.Write(section.Bytes())
	}
	if left > 0 {
		if err := t.ExecuteTemplate(&page, "left out", left); err != nil {
			return err
		}
	}
	_, err = page.WriteTo(w)
	return err
}
