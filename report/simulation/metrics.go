package simulation

import (
	"io"
	"strconv"
	"text/template"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/simulate/score"
)

// Metrics writes what a run has found so far in the text format of Prometheus. Times are in seconds.
func Metrics(w io.Writer, r *score.Result) error {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	t, err := template.New("").Funcs(template.FuncMap{
		"quantile": func(h *clock.Histogram, q float64) string { return number(h.Quantile(q).Seconds()) },
		"sum":      func(h *clock.Histogram) string { return number(h.Mean().Seconds() * float64(h.N())) },
	}).Parse(text("metrics.txt"))
	if err != nil {
		return err
	}
	return t.Execute(w, r)
}
