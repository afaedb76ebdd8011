package traffic

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
)

func mustNew(t testing.TB, w World) *Generator {
	t.Helper()
	g, err := New(w)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// line is all of a draw as text.
func line(d *Draw) string {
	return fmt.Sprintf("%s %s %s %s %s", d.Label, d.ClientIP, d.Platform, d.RequestID,
		callback.Encoding{}.Append(nil, &d.Request))
}

// due spreads requests over days, so that all hours come up.
func due(n uint64) time.Duration { return time.Duration(n) * 37 * time.Second }

// worlds are the populations that the properties below are held against.
func worlds() map[string]World {
	var accounts []string
	for i := range 40 {
		accounts = append(accounts, fmt.Sprintf("own %d", i))
	}
	long := strings.Repeat("👨‍👩‍👧é", 60)
	everyone := everyKind()
	everyone.Accounts = accounts
	return map[string]World{
		"usual":        {},
		"every kind":   everyKind(),
		"own accounts": everyone,
		"tiny":         {Users: 24, MaxItems: 5, SeveralItems: 0.5},
		"largest":      {Users: maxUsers, IPv6: 0.5, Seed: 1 << 63},
		"long texts": {
			Languages: map[string]float64{"hi": 1, "th": 1},
			Wordings:  map[string][]string{"hi": {long}, "th": {"{f}" + long}},
			Remarks:   map[string][]string{"hi": {long}, "th": {long}},
			Groups:    map[string][]string{"hi": {long}, "th": {long}},
		},
	}
}

// The stream is what it is, no matter who draws it: in order or not, alone or at once, into a fresh Draw or a used one, in one
// part or in shards.
func TestStreamIsAPureFunction(t *testing.T) {
	const count = 4000
	for name, w := range worlds() {
		g, d := mustNew(t, w), new(Draw)
		want := make([]string, count)
		for n := range uint64(count) {
			g.Draw(n, due(n), d)
			want[n] = line(d)
		}
		const shards = 3
		got := make([]string, count)
		var wg sync.WaitGroup
		for shard := range uint64(shards) {
			again := g
			if shard == 1 {
				again = mustNew(t, w) // another machine
			}
			wg.Go(func() {
				d := new(Draw)
				for i := range uint64(count) {
					n := count - 1 - i
					if n%shards != shard {
						continue
					}
					again.Draw(n, due(n), d)
					got[n] = line(d)
				}
			})
		}
		wg.Wait()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-one +shards):\n%s", name, diff)
		}
	}
}

// The same seed gives the same bytes on every machine and in every version: anyone who changes this sum makes all seeds
// that people have written down mean something else.
func TestStreamOfSeedOneStays(t *testing.T) {
	g, d, sum := mustNew(t, everyKind()), new(Draw), fnv.New64a()
	for n := range uint64(10000) {
		g.Draw(n, due(n), d)
		fmt.Fprintln(sum, line(d))
	}
	if got, want := sum.Sum64(), uint64(0x50a00528c5a04e3d); got != want {
		t.Errorf("got %#x, want %#x", got, want)
	}
}

func TestSeedsDiffer(t *testing.T) {
	seen := map[string]uint64{}
	for seed := range uint64(200) {
		g, d := mustNew(t, World{Seed: seed}), new(Draw)
		g.Draw(0, 0, d)
		if other, ok := seen[line(d)]; ok {
			t.Errorf("seeds %d and %d begin alike: %s", other, seed, line(d))
		}
		seen[line(d)] = seed
	}
}

func TestCloneLasts(t *testing.T) {
	g, d := mustNew(t, everyKind()), new(Draw)
	for n := range uint64(500) {
		g.Draw(n, due(n), d)
		want, kept := line(d), d.Clone()
		g.Draw(n+1, due(n+1), d)
		if got := line(&kept); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	}
}

func TestDrawingAllocatesNothing(t *testing.T) {
	for name, w := range worlds() {
		g, d, buf := mustNew(t, w), new(Draw), make([]byte, 0, 1<<16)
		n := uint64(0)
		draw := func() {
			g.Draw(n, due(n), d)
			buf = callback.Encoding{}.Append(buf[:0], &d.Request)
			n++
		}
		for range 5000 {
			draw() // until d has its size
		}
		if got := testing.AllocsPerRun(2000, draw); got != 0 {
			t.Errorf("%s: got %v allocations, want none", name, got)
		}
	}
}

func TestRealistic(t *testing.T) {
	at := time.Date(2026, 11, 23, 15, 4, 5, 678e6, time.UTC)
	for _, friends := range []int{1, 2, 20, 500} {
		d := Realistic(callback.PrevFriendAdd, 7, 3, friends, at)
		if got := len(slices.Compact(slices.Sorted(slices.Values(d.Request.Accounts())))); got != friends {
			t.Errorf("got %d friends, want %d", got, friends)
		}
		if d.Request.EventTime != at.UnixMilli() || d.Label != Benign {
			t.Errorf("got %s at %d, want a benign one at %d", d.Label, d.Request.EventTime, at.UnixMilli())
		}
		again := Realistic(callback.PrevFriendAdd, 7, 3, friends, at.Add(7*time.Hour))
		again.Request.EventTime = d.Request.EventTime
		if line(&again) != line(&d) {
			t.Errorf("the time of the day changed it: got %s, want %s", line(&again), line(&d))
		}
		next := Realistic(callback.PrevFriendAdd, 7, 4, friends, at)
		if next.Request.FromAccount == d.Request.FromAccount {
			t.Errorf("requests 3 and 4 are both of %s", d.Request.FromAccount)
		}
	}
}
