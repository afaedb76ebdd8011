package mockserver

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// listFaults prints the table of faults.
func (o *options) listFaults() error {
	if o.app.Output != "text" {
		return faultsJSON(o.app)
	}
	t := o.app.Terminal()
	var b strings.Builder
	group := ""
	for f := range fault.All() {
		if f.Group != group {
			group = f.Group
			fmt.Fprintf(&b, "\n%s\n", t.Strong(groupTitle(group)))
		}
		name := f.ID
		if f.Takes != "" {
			name += "=" + f.Takes
		}
		fmt.Fprintf(&b, "  %-24s  %s", name, f.Title)
		if len(f.Fires) > 0 {
			fmt.Fprintf(&b, " %s", t.Faint(fmt.Sprint(f.Fires)))
		}
		b.WriteByte('\n')
	}
	_, err := fmt.Fprint(o.app.Stdout, t.FoldText(b.String()))
	return err
}

func groupTitle(group string) string {
	switch group {
	case "wire":
		return "On the wire"
	case "real":
		return "Shapes of real handlers"
	case "legal":
		return "Odd but legal: no rule minds them"
	case "TLS":
		return "In TLS handshakes, and over HTTP/2 (with --tls, or --tls-cert)"
	}
	return "Broken receivers, found out by " + group
}

// faultsJSON lists the faults as JSON.
func faultsJSON(a *app.App) error {
	type described struct {
		ID    string   `json:"id"`
		Group string   `json:"group"`
		Title string   `json:"title"`
		Takes string   `json:"takes,omitempty"`
		Fires []string `json:"fires"`
	}
	e := json.NewEncoder(a.Stdout)
	list := []described{}
	for f := range fault.All() {
		d := described{f.ID, f.Group, f.Title, f.Takes, append([]string{}, f.Fires...)}
		if a.Output == "ndjson" {
			if err := e.Encode(d); err != nil {
				return err
			}
		}
		list = append(list, d)
	}
	if a.Output == "ndjson" {
		return nil
	}
	return e.Encode(list)
}
