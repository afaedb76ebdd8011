package traffic

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
)

func TestWorldErrors(t *testing.T) {
	for _, tt := range []struct {
		w    World
		want string
	}{
		{World{Users: 23}, "users: wanted at least 2 for each of 12 languages and at most 50000000, got 23"},
		{World{Users: -1}, "users: wanted"},
		{World{Users: maxUsers + 1}, "users: wanted"},
		{World{Accounts: []string{"a"}, Languages: one("en")}, "users: wanted at least 2 for each of 1 languages"},
		{World{Accounts: []string{"a", "b", "a"}, Languages: one("en")}, `accounts: "a" stands twice`},
		{World{Accounts: []string{"a", "é"}, Languages: one("en")}, `accounts: "é" has a byte that is not printable ASCII`},
		{World{Zipf: -1}, "zipf: wanted an exponent over 0 and at most 3, got -1"},
		{World{Zipf: math.NaN()}, "zipf: wanted"},
		{World{SeveralItems: 1.5}, "several_items: wanted a share from 0 to 1, got 1.5"},
		{World{SeveralItems: math.NaN()}, "several_items: wanted"},
		{World{MaxItems: 101}, "max_items: wanted 1 to 100, got 101"},
		{World{MaxItems: -1}, "max_items: wanted"},
		{World{IPv6: -0.1}, "ipv6: wanted a share from 0 to 1, got -0.1"},
		{World{Hours: []float64{1}}, "hours: wanted 24 numbers"},
		{World{Hours: make([]float64, 24)}, "hours: wanted 24 numbers, none negative, not all zero"},
		{World{Hours: append(make([]float64, 23), math.Inf(1))}, "hours: wanted 24 numbers"},
		{World{Languages: map[string]float64{"en": 0}}, "languages: wanted shares"},
		{World{Languages: map[string]float64{"en": 1, "ja": -1}}, "languages: wanted shares"},
		{World{Languages: one("tlh")}, `unknown language "tlh" (did you mean "th"?): wanted one of zh-Hans, zh-Hant, en,`},
		{World{Wordings: map[string][]string{"xx": {"a"}}}, `unknown language "xx"`},
		{World{Remarks: map[string][]string{"ja": {"a\xff"}}}, `texts of ja: wanted UTF-8, got "a\xff"`},
		{World{Campaigns: []Campaign{{Kind: "x"}}}, `unknown campaign "x"`},
		{World{Campaigns: []Campaign{{Kind: "burst", Share: -1}}}, "campaign burst: share: wanted more than 0"},
		{
			World{Campaigns: []Campaign{{Kind: "burst", Share: 0.6}, {Kind: "evasion", Share: 0.6}}},
			"campaigns: wanted shares of at most 100% together, got 120%",
		},
		{World{Languages: one("en"), Campaigns: []Campaign{{Kind: "burst", Language: "ja"}}}, "campaign burst: language: nobody speaks ja"},
	} {
		g, err := New(tt.w)
		if err == nil || g != nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
}

// The smallest and the oddest worlds that are allowed can be drawn from.
func TestWorldsAtTheEdge(t *testing.T) {
	night := make([]float64, 24)
	night[3] = 1
	for _, w := range []World{
		{Users: 2, Languages: one("ko")},
		{Users: 24, MaxItems: 100, SeveralItems: 1},
		{Users: maxUsers, Zipf: 3},
		{Zipf: 0.01, Users: 100},
		{Hours: night},
		{Languages: map[string]float64{"en": 1, "ja": 1e-300, "ru": 0}, Users: 6},
		{Start: time.Date(1931, 1, 1, 23, 59, 59, 0, time.FixedZone("", -3600))},
		{Start: time.Date(2400, 1, 1, 0, 0, 0, 0, time.UTC)},
		{Campaigns: []Campaign{{Kind: "burst", Share: 1}}},
		{Campaigns: []Campaign{{Kind: "slow-drip", Share: 1e-300, Senders: maxSenders}, {Kind: "slow-drip", Share: 1}}},
		{Users: 2, Languages: one("ko"), Campaigns: []Campaign{{Kind: "spam-blast", Share: 1}}},
		{Wordings: map[string][]string{"en": {strings.Repeat("日本 {n}", 60)}}, Languages: one("en"), Campaigns: everyKind().Campaigns},
		everyKind(),
	} {
		g, err := New(w)
		if err != nil {
			t.Errorf("%+v: %v", w, err)
			continue
		}
		d := new(Draw)
		for n := range uint64(500) {
			for _, n := range []uint64{n, n << 20, math.MaxUint64 - n} {
				g.Draw(n, due(n%1e6), d)
				if text := (callback.Encoding{UTF8: true}).Append(nil, &d.Request); !utf8.Valid(text) {
					t.Fatalf("%+v, %d: wanted UTF-8, which is not looked at again, got %q", w, n, text)
				}
				if len(d.Request.Items) == 0 || slices.Contains(d.Request.Accounts(), d.Request.FromAccount) {
					t.Fatalf("%+v, %d: got %s", w, n, line(d))
				}
			}
		}
	}
}
