package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/report/term"
)

// ShowFaults lists the faults of the mock server by their groups.
func ShowFaults(t *term.Terminal) {
	var b strings.Builder
	group := ""
	for f := range fault.All() {
		if f.Group != group {
			group = f.Group
			fmt.Fprintf(&b, "\n%s\n", t.Strong(groupTitle(t, group)))
		}
		name := f.ID
		if f.Takes != "" {
			name += "=" + f.Takes
		}
		fmt.Fprintf(&b, "  %-24s  %s", name, t.Words.Translate("catalogue.fault."+f.ID, f.Title))
		if len(f.Fires) > 0 {
			fmt.Fprintf(&b, " %s", t.Faint(fmt.Sprint(f.Fires)))
		}
		b.WriteByte('\n')
	}
	fmt.Fprint(t.W, t.FoldText(b.String()))
}

func groupTitle(t *term.Terminal, group string) term.Text {
	switch group {
	case "wire", "real", "legal":
		return t.Say("report.group-" + group)
	case "TLS":
		return t.Say("report.group-tls")
	}
	return t.Say("report.group", "rules", group)
}

// WriteFaults lists them as JSON, one a line if lines is set.
func WriteFaults(w io.Writer, lines bool) error {
	type described struct {
		ID    string   `json:"id"`
		Group string   `json:"group"`
		Title string   `json:"title"`
		Takes string   `json:"takes,omitempty"`
		Fires []string `json:"fires"`
	}
	e := json.NewEncoder(w)
	list := []described{}
	for f := range fault.All() {
		d := described{f.ID, f.Group, f.Title, f.Takes, append([]string{}, f.Fires...)}
		if lines {
			if err := e.Encode(d); err != nil {
				return err
			}
		}
		list = append(list, d)
	}
	if lines {
		return nil
	}
	return e.Encode(list)
}
