package simulate

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

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

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// checkLegal holds one draw against what Chat could send.
func checkLegal(t *testing.T, g *Generator, n uint64, d *Draw) {
	t.Helper()
	bad := func(format string, args ...any) {
		t.Helper()
		t.Errorf("request %d, %s: %s", n, line(d), fmt.Sprintf(format, args...))
	}
	q := &d.Request
	if at := g.world.Start.Add(due(n)).UnixMilli(); q.EventTime != at {
		bad("got EventTime %d, want %d", q.EventTime, at)
	}
	if q.CallbackCommand != callback.Command || q.ForceAddFlags != 0 || q.RequesterAccount != q.FromAccount {
		bad("not a client's friend request")
	}
	if q.AddType != callback.AddTypeBoth && q.AddType != callback.AddTypeSingle {
		bad("unknown AddType")
	}
	if d.Platform == callback.RESTAPI || !slices.Contains(callback.Platforms(), d.Platform) {
		bad("not a client's platform")
	}
	if ip, err := netip.ParseAddr(d.ClientIP); err != nil || ip.String() != d.ClientIP || !public(ip) {
		bad("not a public address in its usual spelling")
	}
	if !uuid.MatchString(d.RequestID) {
		bad("RequestID is no UUID")
	}
	if problem := callback.ValidAccount(q.FromAccount); problem != "" {
		bad("From_Account %s", problem)
	}
	if n := len(q.FriendItem); n < 1 || n > g.world.MaxItems {
		bad("got %d items, want 1 to %d", n, g.world.MaxItems)
	}
	seen := map[string]bool{q.FromAccount: true}
	for i := range q.FriendItem {
		f := &q.FriendItem[i]
		if problem := callback.ValidAccount(f.ToAccount); problem != "" {
			bad("To_Account %s", problem)
		}
		if seen[f.ToAccount] {
			bad("%s is asked twice, or asks itself", f.ToAccount)
		}
		seen[f.ToAccount] = true
		if problem := callback.ValidAddSource(f.AddSource); problem != "" {
			bad("AddSource %s", problem)
		}
		if own := slices.Contains(sources, f.AddSource); !own && !agree(d.Platform, f.AddSource) {
			bad("AddSource does not go with the platform")
		}
		if len(f.Remark) > callback.MaxRemarkBytes || len(f.GroupName) > callback.MaxGroupNameBytes ||
			len(f.AddWording) > callback.MaxAddWordingBytes {
			bad("a text over its limit")
		}
		if !utf8.ValidString(f.Remark + f.GroupName + f.AddWording) {
			bad("a text that is not UTF-8")
		}
	}
}

func agree(platform, source string) bool {
	platform = strings.Replace(platform, "iPad", "iOS", 1)
	return source == callback.AddSourcePrefix+platform
}

// public reports whether an address is globally routable. The ranges are those that IANA's registries of special-purpose
// addresses keep, beyond what netip knows by itself.
func public(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, special := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
		"192.88.99.0/24", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48",
		"3fff::/20", "5f00::/16",
	} {
		if netip.MustParsePrefix(special).Contains(ip) {
			return false
		}
	}
	return true
}

func TestEveryRequestIsLegal(t *testing.T) {
	for name, w := range worlds() {
		t.Run(name, func(t *testing.T) {
			g, d := mustNew(t, w), new(Draw)
			for n := uint64(0); n < 10000 && !t.Failed(); n++ {
				g.Draw(n, due(n), d)
				checkLegal(t, g, n, d)
				text := callback.Encoding{}.Append(nil, &d.Request)
				got, err := callback.DecodeRequest(text)
				if err != nil || !bytes.Equal(callback.Encoding{}.Append(nil, got), text) {
					t.Errorf("%s is not read as it was written: %v", text, err)
				}
			}
		})
	}
}

// The stream is what it is, whoever draws it: in order or not, alone or at once, into a fresh Draw or a used one, in one
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

// The same seed gives the same bytes on every machine and in every version: whoever changes this sum makes all seeds
// that people have written down mean something else.
func TestStreamOfSeedOneStays(t *testing.T) {
	g, d, sum := mustNew(t, everyKind()), new(Draw), fnv.New64a()
	for n := range uint64(10000) {
		g.Draw(n, due(n), d)
		fmt.Fprintln(sum, line(d))
	}
	if got, want := sum.Sum64(), uint64(0); got != want {
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
		d := Realistic(7, 3, friends, at)
		if got := len(slices.Compact(slices.Sorted(slices.Values(d.Request.Accounts())))); got != friends {
			t.Errorf("got %d friends, want %d", got, friends)
		}
		if d.Request.EventTime != at.UnixMilli() || d.Label != Benign {
			t.Errorf("got %s at %d, want a benign one at %d", d.Label, d.Request.EventTime, at.UnixMilli())
		}
		again := Realistic(7, 3, friends, at.Add(7*time.Hour))
		again.Request.EventTime = d.Request.EventTime
		if line(&again) != line(&d) {
			t.Errorf("the time of the day changed it: got %s, want %s", line(&again), line(&d))
		}
		next := Realistic(7, 4, friends, at)
		if next.Request.FromAccount == d.Request.FromAccount {
			t.Errorf("requests 3 and 4 are both of %s", d.Request.FromAccount)
		}
	}
}
