package traffic

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseCampaign(t *testing.T) {
	blast := Campaign{Kind: "spam-blast", Share: 0.05, Senders: 20}
	for _, tt := range []struct {
		text   string
		change func(*Campaign)
	}{
		{"spam-blast", func(*Campaign) {}},
		{"spam-blast:", func(*Campaign) {}},
		{"spam-blast:share=12.5%,senders=7,start=10s", func(c *Campaign) { c.Share, c.Senders, c.Start = 0.125, 7, 10*time.Second }},
		{"spam-blast:share=0.3", func(c *Campaign) { c.Share = 0.3 }},
		{"spam-blast:length=1m,every=1h", func(c *Campaign) { c.Length, c.Every = time.Minute, time.Hour }},
		{"spam-blast:victims=3,language=th", func(c *Campaign) { c.Victims, c.Language = 3, "th" }},
		{"spam-blast:text=Hi, {f}=you: share=9%", func(c *Campaign) { c.Text = "Hi, {f}=you: share=9%" }},
	} {
		want := blast
		tt.change(&want)
		got, err := ParseCampaign(tt.text)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s (%v), -want +got:\n%s", tt.text, err, diff)
		}
		if again, err := ParseCampaign(got.String()); err != nil || again != got {
			t.Errorf("%s: got %+v (%v), want %+v", got, again, err, got)
		}
	}
}

func TestParseCampaignErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                           `unknown campaign "": wanted one of spam-blast, slow-drip,`,
		"spam":                       `unknown campaign "spam": wanted one of spam-blast,`,
		"spam-blst":                  `unknown campaign "spam-blst" (did you mean "spam-blast"?): wanted one of spam-blast,`,
		"burst:shre=1%":              `campaign burst: unknown parameter "shre" (did you mean "share"?): wanted one of share,`,
		"burst:x":                    `campaign burst: wanted parameter=value, got "x"`,
		"burst:,share=1%":            `campaign burst: wanted parameter=value, got ""`,
		"burst:rate=3":               `campaign burst: unknown parameter "rate": wanted one of share, senders,`,
		"burst:share=many":           `campaign burst: share: wanted a share such as 5% or 0.05, got "many"`,
		"burst:share=NaN":            `campaign burst: share: wanted a share such as 5% or 0.05, got "NaN"`,
		"burst:share=0":              "campaign burst: share: wanted more than 0 and at most 100%, got 0%",
		"burst:share=101%":           "campaign burst: share: wanted more than 0 and at most 100%, got 101%",
		"burst:senders=0":            "campaign burst: senders: wanted 1 to 100000, got 0",
		"burst:senders=2.5":          `campaign burst: senders: wanted a number, got "2.5"`,
		"burst:start=10":             `campaign burst: start: wanted a time such as 10s, got "10"`,
		"burst:start=-1s":            "campaign burst: start: wanted no time before the run, got -1s",
		"burst:every=3s":             "campaign burst: every: wanted more than the length, which it needs, got 3s",
		"spam-blast:every=3s":        "campaign spam-blast: every: wanted more than the length, which it needs, got 3s",
		"spam-blast:victims=-1":      "campaign spam-blast: victims: wanted 0 to 100000, got -1",
		"harassment:victims=0":       "campaign harassment: victims: wanted at least 1, got 0",
		"evasion:trick=magic":        "campaign evasion: trick: wanted one of zero-width, homoglyphs,",
		"spam-blast:language=tlh":    "campaign spam-blast: language: wanted one of zh-Hans,",
		"spam-blast:text=a\xff":      "campaign spam-blast: text: wanted UTF-8",
		"harassment:trick=full-wide": "campaign harassment: trick: wanted one of zero-width,",
	} {
		if _, err := ParseCampaign(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
}

// Whatever is accepted is a campaign that can be played, and is written so that it is read again.
func FuzzParseCampaign(f *testing.F) {
	for _, k := range Kinds() {
		f.Add(k.Defaults.String())
	}
	f.Add("spam-blast:share=1e-300,senders=100000,text=%d{f}{{l},=")
	f.Add("burst:start=1ns,length=1ns,every=2ns,share=100%")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCampaign(text)
		if err != nil {
			return
		}
		if again, err := ParseCampaign(c.String()); err != nil || again != c {
			t.Fatalf("%q: got %+v (%v), want %+v", c.String(), again, err, c)
		}
		g, d := mustNew(t, World{Campaigns: []Campaign{c}}), new(Draw)
		for n := range uint64(20) {
			g.Draw(n, due(n), d)
			checkLegal(t, g, n, d)
		}
	})
}

// Every campaign has its share in any stretch of the stream while it is under way, beside all others.
func TestCampaignShares(t *testing.T) {
	w := World{Campaigns: []Campaign{
		{Kind: "spam-blast", Share: 0.2},
		{Kind: "sybil-farm", Share: 0.001},
		{Kind: "scam-link", Share: 0.5},
		{Kind: "scraping", Share: 0.299},
	}}
	g, d := mustNew(t, w), new(Draw)
	for _, from := range []uint64{0, 12345, 1 << 33, 1<<63 + 5} {
		const count = 40_000
		counts := map[Label]int{}
		for n := from; n < from+count; n++ {
			g.Draw(n, 0, d)
			counts[d.Label]++
		}
		total := 0
		for _, c := range w.Campaigns {
			near(t, string(c.Kind), float64(counts[c.Kind]), c.Share*count, 6)
			total += counts[c.Kind]
		}
		near(t, "all of them", float64(total), count, 6)
	}
}

// A campaign's requests are numbered without gaps, in the order of the stream.
func TestCampaignRequestsAreNumbered(t *testing.T) {
	g := mustNew(t, everyKind())
	next := map[*campaign]uint64{}
	for n := range uint64(50_000) {
		if c, k := g.campaign(n, 0); c != nil {
			if k != next[c] {
				t.Fatalf("%s at %d: got request %d, want %d", c.Kind, n, k, next[c])
			}
			next[c]++
		}
	}
	if len(next) != len(kinds) {
		t.Errorf("got %d campaigns, want %d", len(next), len(kinds))
	}
}

func TestCampaignTimes(t *testing.T) {
	g := mustNew(t, World{Campaigns: []Campaign{
		{Kind: "burst", Share: 1, Start: 10 * time.Second, Length: 2 * time.Second, Every: 5 * time.Second},
	}})
	for at, want := range map[time.Duration]Label{
		0: Benign, 10*time.Second - 1: Benign, 10 * time.Second: "burst", 12*time.Second - 1: "burst", 12 * time.Second: Benign,
		15*time.Second - 1: Benign, 15 * time.Second: "burst", 17 * time.Second: Benign, time.Hour: "burst", time.Hour + 2*time.Second: Benign,
		-time.Second: Benign,
	} {
		d := new(Draw)
		if g.Draw(77, at, d); d.Label != want {
			t.Errorf("at %v: got %s, want %s", at, d.Label, want)
		}
	}
}

// Where a campaign is not under way, the stream is what it would be without it.
func TestCampaignLeavesOthersAlone(t *testing.T) {
	plain, d := mustNew(t, World{Seed: 1}), new(Draw)
	with, e := mustNew(t, everyKind()), new(Draw)
	same := 0
	for n := range uint64(5000) {
		plain.Draw(n, due(n), d)
		with.Draw(n, due(n), e)
		if e.Label == Benign {
			same++
			if got, want := line(e), line(d); got != want {
				t.Fatalf("request %d: got %s, want %s", n, got, want)
			}
		}
	}
	near(t, "benign", float64(same), 5000*(1-0.03*float64(len(kinds))), 20)
}
