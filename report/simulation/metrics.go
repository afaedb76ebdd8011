package simulation

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/simulate/score"
)

// Metrics writes what a run has found so far in the text format of Prometheus. Times are in seconds.
func Metrics(w io.Writer, r *score.Result) error {
	b := new(strings.Builder)
	family := func(name, kind, help string) { fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	labels := slices.Sorted(maps.Keys(r.Labels))
	family("chatcb_simulate_requests_total", "counter", "Requests that were answered or given up, by label.")
	for _, l := range labels {
		fmt.Fprintf(b, "chatcb_simulate_requests_total{label=%q} %d\n", l, r.Labels[l].Requests)
	}
	family("chatcb_simulate_accounts_total", "counter", "Accounts asked about, by label, what Chat does with them and why.")
	for _, l := range labels {
		t := r.Labels[l]
		fmt.Fprintf(b, "chatcb_simulate_accounts_total{label=%q,outcome=\"allowed\",cause=\"said\"} %d\n", l, t.Allowed)
		fmt.Fprintf(b, "chatcb_simulate_accounts_total{label=%q,outcome=\"blocked\",cause=\"said\"} %d\n", l, t.Blocked)
		for _, c := range slices.SortedFunc(maps.Keys(t.FailOpen), cmp.Compare[callback.Cause]) {
			fmt.Fprintf(b, "chatcb_simulate_accounts_total{label=%q,outcome=\"fail-open\",cause=%q} %d\n", l, c, t.FailOpen[c])
		}
	}
	for _, h := range []struct {
		name, help string
		of         *clock.Histogram
	}{
		{"chatcb_simulate_latency_seconds", "From when a request was due to the last byte of its answer.", &r.Latency},
		{"chatcb_simulate_own_lateness_seconds", "How late chatcb itself was.", &r.Lateness},
	} {
		family(h.name, "summary", h.help)
		for _, q := range []float64{0.5, 0.9, 0.99, 0.999} {
			fmt.Fprintf(b, "%s{quantile=\"%g\"} %s\n", h.name, q, number(h.of.Quantile(q).Seconds()))
		}
		fmt.Fprintf(b, "%s_sum %s\n%s_count %d\n", h.name, number(h.of.Mean().Seconds()*float64(h.of.N())), h.name, h.of.N())
	}
	family("chatcb_simulate_late_total", "counter", "Requests that were not answered by the deadline.")
	fmt.Fprintf(b, "chatcb_simulate_late_total %d\n", r.Late)
	_, err := io.WriteString(w, b.String())
	return err
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
