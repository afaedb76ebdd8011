package traffic

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/chatcb/chatcb/callback"
)

// played is one campaign's requests, as drawn.
func played(t *testing.T, c Campaign, count int) (g *Generator, all []Draw) {
	t.Helper()
	c.Share = 1
	g = mustNew(t, World{Seed: 3, Campaigns: []Campaign{c}})
	d := new(Draw)
	for n := range uint64(count) {
		g.Draw(n, 0, d)
		if d.Label != c.Kind {
			t.Fatalf("request %d: got label %s, want %s", n, d.Label, c.Kind)
		}
		all = append(all, d.Clone())
	}
	return g, all
}

// count counts what of returns.
func count(all []Draw, of func(*Draw) string) map[string]int {
	counts := map[string]int{}
	for i := range all {
		counts[of(&all[i])]++
	}
	return counts
}

func from(d *Draw) string    { return d.Request.FromAccount }
func to(d *Draw) string      { return d.Request.Items[0].ToAccount }
func pair(d *Draw) string    { return from(d) + " > " + to(d) }
func wording(d *Draw) string { return d.Request.Items[0].Texts[callback.Wording] }
func origin(d *Draw) string  { return d.ClientIP + d.Platform }

func most(counts map[string]int) (n int) {
	for _, c := range counts {
		n = max(n, c)
	}
	return n
}

// What each campaign does, seen from outside: accounts, victims and requests per account, and what its texts have.
func TestWhatCampaignsDo(t *testing.T) {
	for _, tt := range []struct {
		c            Campaign
		requests     int
		senders      int // accounts seen
		victims      int // at least, if any is negative
		perAccount   int // at most
		perPair      int // at most
		devices      int
		wordings     func(string) bool
		wordingsSeen int // at least
	}{
		{Campaign{Kind: "spam-blast", Senders: 5}, 12_000, 10, -4000, 2000, 1, 10, filled, 15},
		{Campaign{Kind: "slow-drip"}, 900, 30, -500, 30, 1, 30, filled, 20},
		{Campaign{Kind: "sybil-farm"}, 1000, 500, 10, 2, 1, 1, filled, 1},
		{Campaign{Kind: "sybil-farm", Victims: 4}, 1000, 500, 12, 2, 1, 1, filled, 1},
		{Campaign{Kind: "harassment"}, 250, 3, 1, 100, 100, 3, filled, 3},
		{Campaign{Kind: "harassment", Senders: 6, Victims: 2}, 250, 6, 2, 100, 100, 6, filled, 3},
		{Campaign{Kind: "impersonation"}, 500, 10, -300, 2000, 1, 10, filled, 10},
		{Campaign{Kind: "scraping"}, 5000, 4, 5000, 2000, 1, 1, func(s string) bool { return s == "" }, 1},
		{Campaign{Kind: "scam-link"}, 500, 8, -300, 2000, 1, 8, linked.MatchString, 400},
		{Campaign{Kind: "evasion"}, 500, 15, -300, 2000, 1, 15, filled, 200},
		{Campaign{Kind: "burst", Length: 1}, 500, 50, -300, 2000, 1, 50, filled, 20},
		{Campaign{Kind: "spam-blast", Text: "hi {f}: {l}", Language: "ko"}, 500, 20, -200, 2000, 1, 20, linked.MatchString, 400},
	} {
		_, all := played(t, tt.c, tt.requests)
		name := tt.c.String()
		if got := len(count(all, from)); got != tt.senders {
			t.Errorf("%s: got %d senders, want %d", name, got, tt.senders)
		}
		if got := len(count(all, to)); got != tt.victims && (tt.victims > 0 || got < -tt.victims) {
			t.Errorf("%s: got %d victims, want %d", name, got, tt.victims)
		}
		if got := most(count(all, from)); got > tt.perAccount {
			t.Errorf("%s: got %d requests of one account, want at most %d", name, got, tt.perAccount)
		}
		if got := most(count(all, pair)); got > tt.perPair {
			t.Errorf("%s: got %d requests of one account for the same, want at most %d", name, got, tt.perPair)
		}
		if got := len(count(all, origin)); got != tt.devices {
			t.Errorf("%s: got %d devices, want %d", name, got, tt.devices)
		}
		wordings := count(all, wording)
		if got := len(wordings); got < tt.wordingsSeen {
			t.Errorf("%s: got %d wordings, want at least %d", name, got, tt.wordingsSeen)
		}
		for w := range wordings {
			if !tt.wordings(w) {
				t.Errorf("%s: got wording %q", name, w)
			}
		}
	}
}

var linked = regexp.MustCompile(`https://[a-z]+-[0-9a-z]+\.example/[0-9a-z]+`)

func filled(s string) bool { return s != "" }

func TestSybilsAreNumberedInARow(t *testing.T) {
	_, all := played(t, Campaign{Kind: "sybil-farm"}, 300)
	for i := range all {
		if got, want := from(&all[i]), "reg"+strconv.Itoa(88_000_000+i); got != want {
			t.Fatalf("request %d: got %s, want %s", i, got, want)
		}
		if got, want := wording(&all[i]), wording(&all[0]); got != want {
			t.Fatalf("request %d: got %q, want the one text %q", i, got, want)
		}
		if got, want := to(&all[i]), to(&all[i/100*100]); got != want {
			t.Fatalf("request %d: got victim %s, want %s until the hundredth", i, got, want)
		}
	}
}

func TestScrapersCountIDsThrough(t *testing.T) {
	_, all := played(t, Campaign{Kind: "scraping"}, 300)
	for i := range all {
		f := all[i].Request.Items[0]
		id, err := strconv.Atoi(f.ToAccount)
		first, _ := strconv.Atoi(to(&all[0]))
		if err != nil || id != first+i || f.Texts[callback.Remark]+f.Texts[callback.Group]+f.Texts[callback.Wording] != "" {
			t.Fatalf("request %d: got %+v, want %d and no words", i, f, first+i)
		}
	}
}

// An impersonator's id differs from the model's by one character or a tail, and is no user's own.
func TestImpersonatorsLookAlike(t *testing.T) {
	g, all := played(t, Campaign{Kind: "impersonation", Senders: 400}, 400)
	ids := map[string]bool{}
	d := new(Draw)
	for _, home := range g.regions {
		for rank := range uint32(wellKnown) {
			d.reset()
			ids[strings.Clone(g.account(g.user(home, rank), d))] = true
		}
	}
	for i := range all {
		id, imitated := from(&all[i]), false
		for other := range ids {
			imitated = imitated || alike(id, other)
		}
		if ids[id] || !imitated {
			t.Errorf("%s: got a user's id %v, like a well-known one %v, want only the latter", id, ids[id], imitated)
		}
	}
}

func alike(a, b string) bool {
	if strings.TrimSuffix(a, "_") == b {
		return true
	}
	if len(a) != len(b) {
		return false
	}
	differ := 0
	for i := range len(a) {
		if a[i] != b[i] {
			differ++
		}
	}
	return differ == 1
}

// Each trick hides the text from a comparison, keeps it UTF-8 and leaves its own trace.
func TestTricks(t *testing.T) {
	traces := map[string]func(r rune) bool{
		"zero-width":    func(r rune) bool { return unicode.Is(unicode.Cf, r) },
		"homoglyphs":    func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) || unicode.Is(unicode.Greek, r) },
		"full-width":    func(r rune) bool { return r >= 0xff01 && r <= 0xff5e },
		"spacing":       func(r rune) bool { return r == '·' || r == '.' || r == ' ' },
		"emoji-splits":  func(r rune) bool { return unicode.Is(unicode.So, r) },
		"mixed-scripts": func(r rune) bool { return r >= 0x1d400 && r <= 0x1d7ff },
	}
	var plain []string
	for _, text := range languages()[slices.Index(Languages(), "en")].Advertisements {
		plain = append(plain, text.String())
	}
	for _, name := range trickNames() {
		trace := traces[name]
		if trace == nil {
			t.Fatalf("%s: no test of its trace", name)
		}
		_, all := played(t, Campaign{Kind: "evasion", Trick: name, Language: "en"}, 100)
		for i := range all {
			if w := wording(&all[i]); slices.Contains(plain, w) || strings.IndexFunc(w, trace) < 0 {
				t.Errorf("%s: got %q, want a trace of it", name, w)
			}
		}
	}
}

// The list is what the help shows: each kind says what it does and what bounds it, and its defaults are a campaign.
func TestKinds(t *testing.T) {
	for _, k := range Kinds() {
		if k.Summary == "" || k.Bound == "" || k.Name != k.Defaults.Kind {
			t.Errorf("%s: got summary %q, bound %q, kind %q", k.Name, k.Summary, k.Bound, k.Defaults.Kind)
		}
		if got, err := ParseCampaign(string(k.Name)); err != nil || got != k.Defaults {
			t.Errorf("%s: got %+v (%v), want %+v", k.Name, got, err, k.Defaults)
		}
		if k.perSender > callback.MaxFriendsPerUser || k.perSender == 0 {
			t.Errorf("%s: an account asks %d times, want 1 to %d", k.Name, k.perSender, callback.MaxFriendsPerUser)
		}
	}
	g := mustNew(t, everyKind())
	if got := g.Labels(); len(got) != len(kinds)+1 || got[0] != Benign || got[1] != "spam-blast" {
		t.Errorf("got labels %q", got)
	}
}
