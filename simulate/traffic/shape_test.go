package traffic

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// The shapes of the population, measured from what goes on the wire. Seeds are fixed, so a run never differs from the
// last; the tolerances are what another seed would need.

// near fails unless got is within tolerance of want.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.4f, want %.4f to within %.4f", what, got, want, tolerance)
	}
}

// slope fits a straight line through (log x, log y) and returns how steep it is.
func slope(x, y []float64) float64 {
	n, sx, sy, sxx, sxy := float64(len(x)), 0.0, 0.0, 0.0, 0.0
	for i := range x {
		u, v := math.Log(x[i]), math.Log(y[i])
		sx, sy, sxx, sxy = sx+u, sy+v, sxx+u*u, sxy+u*v
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// ranked counts in falling order, averaged over ranks [from, 2 from), [2 from, 4 from) and so on up to limit.
func ranked(counts map[string]int, from, limit int) (ranks, means []float64) {
	all := slices.SortedFunc(maps.Values(counts), func(a, b int) int { return cmp.Compare(b, a) })
	for ; 2*from <= min(limit, len(all)); from *= 2 {
		sum := 0
		for _, c := range all[from : 2*from] {
			sum += c
		}
		ranks = append(ranks, float64(from)*1.44) // where the mean of 1/x is met
		means = append(means, float64(sum)/float64(from))
	}
	return ranks, means
}

func TestActivityFollowsZipf(t *testing.T) {
	for _, exponent := range []float64{0.8, 1, 1.4} {
		g, d, counts := mustNew(t, World{Users: 20000, Zipf: exponent, Languages: one("en")}), new(Draw), map[string]int{}
		for n := range uint64(300_000) {
			g.Draw(n, 0, d)
			counts[strings.Clone(d.Request.FromAccount)]++
		}
		ranks, means := ranked(counts, 8, 2048)
		for i := range ranks {
			ranks[i] += activeOffset
		}
		near(t, "exponent", -slope(ranks, means), exponent, 0.06)
	}
}

func one(code string) map[string]float64 { return map[string]float64{code: 1} }

// Preferential attachment grows numbers of friends in proportion to rank^-1/2, which is a tail of exponent 3.
func TestBeingAskedFollowsPreferentialAttachment(t *testing.T) {
	g, d, counts := mustNew(t, World{Users: 20000, Languages: one("en"), MaxItems: 1}), new(Draw), map[string]int{}
	for n := range uint64(400_000) {
		g.Draw(n, 0, d)
		counts[strings.Clone(d.Request.Items[0].ToAccount)]++
	}
	ranks, means := ranked(counts, 32, 8192)
	near(t, "exponent", -slope(ranks, means), knownExponent, 0.04)
	top := slices.Max(slices.Collect(maps.Values(counts)))
	near(t, "most asked, of all requests", float64(top)/400_000, 1.0/2048, 0.0003)
}

// Nobody asks the same person oftener than is their habit, and only few have one.
func TestAskingAgain(t *testing.T) {
	g, d := mustNew(t, World{Users: 20000, Languages: one("en"), MaxItems: 1}), new(Draw)
	type pair struct{ from, to string }
	pairs := map[pair]int{}
	for n := range uint64(300_000) {
		g.Draw(n, 0, d)
		pairs[pair{strings.Clone(d.Request.FromAccount), strings.Clone(d.Request.Items[0].ToAccount)}]++
	}
	again, asked := map[string]int{}, map[string]int{}
	for p, n := range pairs {
		again[p.from] = max(again[p.from], n)
		asked[p.from] += n
	}
	busy, repeating := 0, 0
	for from, n := range again {
		if n > 4 {
			t.Errorf("%s asks the same person %d times, want no habit over 4", from, n)
		}
		if asked[from] >= 20 {
			busy++
			repeating += min(n-1, 1)
		}
	}
	near(t, "busy users who ask again", float64(repeating)/float64(busy), 6.0/64, 0.02)
}

// byBlock tells a language by the address of its users.
func byBlock() map[string]string {
	blocks := map[string]string{}
	for _, l := range languages() {
		for _, b := range l.Blocks {
			blocks[b] = l.Code
		}
	}
	return blocks
}

func codeOf(d *Draw, blocks map[string]string) string {
	parts := strings.SplitN(d.ClientIP, ".", 3)
	return blocks[parts[0]+"."+parts[1]]
}

func TestLanguageShares(t *testing.T) {
	const count = 200_000
	level := slices.Repeat([]float64{1}, 24)
	g, d, blocks, counts := mustNew(t, World{Hours: level}), new(Draw), byBlock(), map[string]int{}
	for n := range uint64(count) {
		g.Draw(n, due(n), d)
		counts[codeOf(d, blocks)]++
	}
	for _, l := range languages() {
		near(t, l.Code, float64(counts[l.Code])/count, l.Share/100, 0.004)
	}
}

// Two peoples of one size, thirteen hours apart: at each hour their shares are as their days say.
func TestHoursOfTheDay(t *testing.T) {
	const count = 4000
	w := World{Languages: map[string]float64{"zh-Hans": 1, "en": 1}, Start: time.Date(2026, 5, 1, 7, 0, 0, 0, time.UTC)}
	g, d, blocks := mustNew(t, w), new(Draw), byBlock()
	for hour := range 24 {
		chinese := 0
		for n := range uint64(count) {
			g.Draw(n, time.Duration(hour)*time.Hour, d)
			if codeOf(d, blocks) == "zh-Hans" {
				chinese++
			}
		}
		utc := hour + 7
		hours := UsualHours()
		east, west := hours[(utc+8)%24], hours[(utc+24-5)%24]
		near(t, time.Duration(utc%24*int(time.Hour)).String(), float64(chinese)/count, east/(east+west), 0.025)
	}
}

func TestItemsPerRequest(t *testing.T) {
	const count = 50_000
	for _, tt := range []struct {
		w    World
		want []float64 // share of requests with 1, 2, … items
	}{
		{World{}, []float64{0.97, 0.015, 0.015}},
		{World{MaxItems: 1, SeveralItems: 0.5}, []float64{1}},
		{World{MaxItems: 4, SeveralItems: 0.6}, []float64{0.4, 0.2, 0.2, 0.2}},
	} {
		g, d, counts := mustNew(t, tt.w), new(Draw), make([]int, 8)
		for n := range uint64(count) {
			g.Draw(n, due(n), d)
			counts[len(d.Request.Items)-1]++
		}
		for i, want := range tt.want {
			near(t, "items", float64(counts[i])/count, want, 0.01)
		}
	}
}

// Device, address and AddSource stay with an account, benign or not.
func TestWhatStaysWithAUser(t *testing.T) {
	for name, w := range map[string]World{"benign": {Users: 2000, IPv6: 0.3}, "campaigns": everyKind()} {
		g, d, first := mustNew(t, w), new(Draw), map[string]string{}
		addresses, v6 := map[string]bool{}, 0
		for n := range uint64(60_000) {
			g.Draw(n, due(n), d)
			id, now := strings.Clone(d.Request.FromAccount), d.ClientIP+" "+d.Platform+" "+d.Request.Items[0].Texts[callback.Source]
			if before, ok := first[id]; ok && before != now {
				t.Fatalf("%s: %s (%s) got %s, want %s as before", name, id, d.Label, now, before)
			} else if !ok {
				first[id] = now
				addresses[d.ClientIP[:min(len(d.ClientIP), 30)]+id[:0]] = true
				if strings.Contains(d.ClientIP, ":") {
					v6++
				}
			}
		}
		if w.IPv6 > 0 {
			near(t, "users with IPv6", float64(v6)/float64(len(first)), w.IPv6, 0.04)
		}
		if got, want := len(addresses), len(first)*9/10; name == "benign" && got < want {
			t.Errorf("%s: got %d addresses for %d users", name, got, len(first))
		}
	}
}

func TestStylesAndDevices(t *testing.T) {
	g := mustNew(t, World{Languages: one("ja")})
	const count = 60_000
	devices, own, kinds := map[string]int{}, 0, map[style]int{}
	for rank := range uint32(count) {
		u := g.user(g.regions[0], rank)
		d := u.device()
		devices[d.platform]++
		if slices.Contains(sources, d.source) {
			own++
		}
		kinds[u.style()]++
	}
	for platform, want := range map[string]float64{
		"iOS": 0.84 * 0.60 * 11 / 12, "iPad": 0.84 * 0.60 / 12, "Android": 0.84 * 0.40, "Web": 0.06, "Windows": 0.06,
		"macOS": 0.02, "Mac": 0.01, "Unknown": 0.01,
	} {
		near(t, platform, float64(devices[platform])/count, want, 0.006)
	}
	near(t, "own sources", float64(own)/count, 0.2, 0.006)
	for s, want := range map[style]float64{numeric: 22, prefixed: 15, named: 12, phone: 8, email: 6, robot: 1} {
		near(t, "style", float64(kinds[s])/count, want/64, 0.006)
	}
}
