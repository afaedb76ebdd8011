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
	"github.com/chatcb/chatcb/report/term"
)

// ranked spells counts, the largest first.
func ranked[K cmp.Ordered](counts map[K]int, name func(K) string) (parts []string) {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b K) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for _, k := range keys {
		parts = append(parts, fmt.Sprintf("%s %d", name(k), counts[k]))
	}
	return parts
}

func plain[K ~string](k K) string { return string(k) }

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d)/1e6) }

// ShowStats prints the counts of captures; skipped is how many records could not be read.
func ShowStats(t *term.Terminal, s *stats.Counts, skipped int) {
	line := func(name string, text term.Text) {
		if text.String() != "" {
			t.Printf("%-11s%s\n", t.Say("captures."+name), text)
		}
	}
	list := func(name string, parts []string) { line(name, term.Harmless(strings.Join(parts, ", "))) }
	line("exchanges", term.Harmless(s.Exchanges))
	if s.Exchanges > 0 {
		took := s.Last.Sub(s.First)
		line("time", t.Say("captures.from-to", "from", s.First.UTC().Format(time.RFC3339), "to", s.Last.UTC().Format(time.RFC3339)))
		if took > 0 {
			line("rate", t.Say("captures.a-second", "rate", float64(s.Exchanges)/took.Seconds(), "time", took.Round(time.Millisecond)))
		}
		line("bytes", t.Say("captures.sent", "sent", s.Sent, "received", s.Received))
	}
	line("accounts", t.Say("captures.effects", "n", s.Accounts, "allowed", s.Allowed, "open", s.FailOpen,
		"blocked", s.Blocked, "assumed", s.Assumed))
	if s.Other > 0 {
		line("other", t.Say("captures.of-others", "n", s.Other))
	}
	if s.Unknown > 0 {
		line("unknown", t.Say("captures.not-recorded", "n", s.Unknown))
	}
	list("causes", ranked(s.Causes, plain))
	list("statuses", ranked(s.Statuses, func(status int) string {
		if status == 0 {
			return t.Words.Say("captures.no-status")
		}
		return fmt.Sprint(status)
	}))
	list("rules", ranked(s.Rules, plain))
	if l := &s.Latency; l.N() > 0 {
		line("latency", term.Textf("p50 %s, p90 %s, p99 %s, max %s", milliseconds(l.Quantile(0.5)), milliseconds(l.Quantile(0.9)),
			milliseconds(l.Quantile(0.99)), milliseconds(l.Max())))
	}
	if s.Unread > 0 {
		line("unread", t.Say("captures.about-nobody", "n", s.Unread))
	}
	if skipped > 0 {
		line("skipped", term.Harmless(skipped))
	}
}

// WriteStats writes them as JSON.
func WriteStats(w io.Writer, s *stats.Counts, skipped int) error {
	ms := func(d time.Duration) float64 { return float64(d.Round(time.Microsecond)) / 1e6 }
	return json.NewEncoder(w).Encode(map[string]any{
		"version": 1, "exchanges": s.Exchanges, "first": s.First, "last": s.Last, "bytes_sent": s.Sent, "bytes_received": s.Received,
		"accounts": s.Accounts, "allowed": s.Allowed, "blocked": s.Blocked, "fail_open": s.FailOpen, "assumed": s.Assumed,
		"causes": s.Causes, "statuses": s.Statuses, "rules": s.Rules, "unread": s.Unread, "other": s.Other,
		"unknown": s.Unknown, "skipped": skipped,
		"latency_ms": map[string]any{
			"n": s.Latency.N(), "p50": ms(s.Latency.Quantile(0.5)), "p90": ms(s.Latency.Quantile(0.9)),
			"p99": ms(s.Latency.Quantile(0.99)), "max": ms(s.Latency.Max()),
		},
	})
}
