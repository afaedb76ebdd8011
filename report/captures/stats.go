// Package captures renders what is found out about captures.
package captures

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/capture/stats"
	"github.com/chatcb/chatcb/report"
)

// ranked spells counts, the largest first.
func ranked[K cmp.Ordered](counts map[K]int, name func(K) string) string {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b K) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = fmt.Sprintf("%s %d", name(k), counts[k])
	}
	return strings.Join(parts, ", ")
}

func plain[K ~string](k K) string { return string(k) }

func statusName(status int) string {
	if status == 0 {
		return "none"
	}
	return fmt.Sprint(status)
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d)/1e6) }

// ShowStats prints the counts of captures; skipped is how many records could not be read.
func ShowStats(w io.Writer, s *stats.Counts, skipped int) error {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		if text := fmt.Sprintf(format, args...); text != "" {
			fmt.Fprintf(&b, "%-11s%s\n", name, text)
		}
	}
	line("exchanges", "%d", s.Exchanges)
	if s.Exchanges > 0 {
		took := s.Last.Sub(s.First)
		line("time", "%s to %s", s.First.UTC().Format(time.RFC3339), s.Last.UTC().Format(time.RFC3339))
		if took > 0 {
			line("rate", "%.1f a second over %s", float64(s.Exchanges)/took.Seconds(), took.Round(time.Millisecond))
		}
		line("bytes", "%d sent, %d received", s.Sent, s.Received)
	}
	line("accounts", "%d: ALLOW %d (fail-open %d), BLOCK %d; assumed %d", s.Accounts, s.Allowed, s.FailOpen, s.Blocked, s.Assumed)
	if s.Other > 0 {
		line("other", "%s of other callbacks of the app: not judged", report.Plural(s.Other, "request"))
	}
	if s.Unknown > 0 {
		line("unknown", "%s: what was answered was not recorded", report.Plural(s.Unknown, "request"))
	}
	line("causes", "%s", ranked(s.Causes, plain))
	line("statuses", "%s", ranked(s.Statuses, statusName))
	line("rules", "%s", ranked(s.Rules, plain))
	if l := &s.Latency; l.N() > 0 {
		line("latency", "p50 %s, p90 %s, p99 %s, max %s", milliseconds(l.Quantile(0.5)), milliseconds(l.Quantile(0.9)),
			milliseconds(l.Quantile(0.99)), milliseconds(l.Max()))
	}
	if s.Unread > 0 {
		line("unread", "%d requests ask about nobody: they are no JSON, or have no items", s.Unread)
	}
	if skipped > 0 {
		line("skipped", "%d", skipped)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteStats writes them as JSON.
func WriteStats(w io.Writer, s *stats.Counts, skipped int) error {
	ms := func(d time.Duration) float64 { return float64(d.Round(time.Microsecond)) / 1e6 }
	return json.NewEncoder(w).Encode(map[string]any{
		"version": 1, "exchanges": s.Exchanges, "first": s.First, "last": s.Last, "bytes_sent": s.Sent, "bytes_received": s.Received,
		"accounts": s.Accounts, "allowed": s.Allowed, "blocked": s.Blocked, "fail_open": s.FailOpen, "assumed": s.Assumed,
		"causes": s.Causes, "statuses": s.Statuses, "rules": s.Rules, "unread": s.Unread, "other": s.Other, "unknown": s.Unknown, "skipped": skipped,
		"latency_ms": map[string]any{
			"n": s.Latency.N(), "p50": ms(s.Latency.Quantile(0.5)), "p90": ms(s.Latency.Quantile(0.9)),
			"p99": ms(s.Latency.Quantile(0.99)), "max": ms(s.Latency.Max()),
		},
	})
}
