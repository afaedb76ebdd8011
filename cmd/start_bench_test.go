package cmd

import (
	"bytes"
	"testing"
)

// BenchmarkStart is what every command pays before its own work: the tree of commands with their flags, and the
// configuration.
func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if got := Run(b.Context(), []string{"version", "--config", "none"}, nil, &out, &out); got != 0 {
			b.Fatalf("got %d: %s", got, out.Bytes())
		}
	}
}
