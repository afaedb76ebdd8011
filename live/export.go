package live

import (
	"io"
	"iter"
	"net/http"
	"time"
)

// exportAs writes the exchanges in a format of other tools.
func (a *admin) exportAs(w http.ResponseWriter, r *http.Request) {
	q, ok := a.query(w, r)
	if !ok {
		return
	}
	format := r.PathValue("format")
	if a.config.Export == nil {
		Problem(w, http.StatusNotFound, "this server exports no %q; /api/exchanges.jsonl has the exchanges as a capture", format)
		return
	}
	if err := a.config.Export(io.Discard, format, func(func(*Event) bool) {}); err != nil {
		Problem(w, http.StatusNotFound, "%v", err)
		return
	}
	allowTime(w, time.Minute)
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="exchanges.`+format+`"`)
	_ = a.config.Export(w, format, a.events(q)) // fails only when who asked has hung up
}

// events ranges over what fits, up to what there was at the start.
func (a *admin) events(q query) iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		for end := a.Latest(); q.after < end; {
			var found []*Event
			found, q.after, _ = a.selected(q.after, q.terms, 100)
			for _, e := range found {
				if !yield(e) {
					return
				}
			}
		}
	}
}
