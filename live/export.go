package live

import (
	"cmp"
	"io"
	"iter"
	"net/http"
	"slices"
	"time"
)

// export is all exchanges that fit, in a format: as a capture, a line each, or in one of other tools.
func (a *admin) export(w http.ResponseWriter, r *http.Request) error {
	q, err := a.query(r)
	if err != nil {
		return err
	}
	format, export := cmp.Or(r.PathValue("format"), "jsonl"), a.config.Export
	w.Header().Set("Content-Type", "application/octet-stream")
	switch {
	case r.PathValue("format") == "":
		w.Header().Set("Content-Type", "application/x-ndjson")
		export = exportCapture
	case export == nil:
		return Problem(http.StatusNotFound, "this server exports no %q; /api/exchanges.jsonl has the exchanges as a capture", format)
	default:
		if err := export(io.Discard, format, func(func(*Event) bool) {}); err != nil {
			return Problem(http.StatusNotFound, "%v", err)
		}
	}
	allowTime(w, time.Minute)
	w.Header().Set("Content-Disposition", `attachment; filename="exchanges.`+format+`"`)
	found, _, _ := a.selected(q.after, q.terms, 0)
	_ = export(w, format, slices.Values(found)) // fails only when who asked has hung up
	return nil
}

func exportCapture(w io.Writer, _ string, events iter.Seq[*Event]) error {
	b := []byte(`{"format":"chatcb-capture","version":1}` + "\n")
	for e := range events {
		if _, err := w.Write(b); err != nil {
			return err
		}
		b = append(e.AppendJSON(b[:0]), '\n')
	}
	_, err := w.Write(b)
	return err
}
