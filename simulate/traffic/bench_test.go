package traffic

import (
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// everyKind is a world with a campaign of each kind.
func everyKind() World {
	w := World{Seed: 1}
	for _, k := range Kinds() {
		c := k.Defaults
		c.Share, c.Start, c.Length, c.Every = 0.03, 0, 100_000*time.Hour, 0
		w.Campaigns = append(w.Campaigns, c)
	}
	return w
}

func BenchmarkDrawAndEncode(b *testing.B) {
	for name, w := range map[string]World{"benign": {}, "campaigns": everyKind()} {
		b.Run(name, func(b *testing.B) {
			g, err := New(w)
			if err != nil {
				b.Fatal(err)
			}
			d, buf, n := new(Draw), make([]byte, 0, 4096), uint64(0)
			b.ReportAllocs()
			for b.Loop() {
				g.Draw(n, time.Duration(n)*time.Millisecond, d)
				buf = callback.Encoding{}.Append(buf[:0], &d.Request)
				n++
			}
		})
	}
}

func BenchmarkDraw(b *testing.B) {
	g, err := New(World{})
	if err != nil {
		b.Fatal(err)
	}
	d, n := new(Draw), uint64(0)
	b.ReportAllocs()
	for b.Loop() {
		g.Draw(n, time.Duration(n)*time.Millisecond, d)
		n++
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(World{}); err != nil {
			b.Fatal(err)
		}
	}
}
