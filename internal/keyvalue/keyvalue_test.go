package keyvalue

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// campaign is something with settings of every kind.
type campaign struct {
	Share   float64
	Senders int
	Start   time.Duration
	Rate    float64
	Rates   []float64
	Text    string
}

func (c *campaign) settings() Settings {
	return Settings{Keys: []Key{
		{Name: "share", Value: Share(&c.Share)},
		{Name: "senders", Value: Int(&c.Senders)},
		{Name: "start", Value: Duration(&c.Start)},
		{Name: "rate", Value: Float(&c.Rate, "requests per second")},
		{Name: "rates", Value: Floats(&c.Rates, "requests per second")},
		{Name: "text", Value: Text(&c.Text), Rest: true},
	}}
}

func TestRead(t *testing.T) {
	for text, want := range map[string]campaign{
		"":                       {Senders: 3},
		"share=5%":               {Senders: 3, Share: 0.05},
		"senders=7, start=10s":   {Senders: 7, Start: 10 * time.Second},
		"rate=2.5,rates=1/2/3.5": {Senders: 3, Rate: 2.5, Rates: []float64{1, 2, 3.5}},
		"share=0.2,text=a, b=c,": {Senders: 3, Share: 0.2, Text: "a, b=c,"},
	} {
		got := campaign{Senders: 3}
		if err := got.settings().Read(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		usual, again := campaign{Senders: 3}, campaign{Senders: 3}
		written := got.settings().Changes(usual.settings())
		if err := again.settings().Read(written); err != nil || !cmp.Equal(again, got) {
			t.Errorf("%q: written as %q, got %+v (%v), want %+v", text, written, again, err, got)
		}
	}
}

func TestReadErrors(t *testing.T) {
	for text, want := range map[string]string{
		"x":                 `wanted parameter=value, got "x"`,
		",share=1%":         `wanted parameter=value, got ""`,
		"share=1%,":         `wanted another parameter after the last comma of "share=1%,"`,
		"shre=1%":           `unknown parameter "shre" (did you mean "share"?): wanted one of share, senders,`,
		"share=1%,share=2%": "share is given twice",
		"share=NaN":         `share: wanted a share such as 5% or 0.05, got "NaN"`,
		"senders=2.5":       `senders: wanted a number, got "2.5"`,
		"start=10":          `start: wanted a time such as 10s, got "10"`,
		"rate=fast":         `rate: wanted requests per second, got "fast"`,
		"rates=1/x":         `rates: wanted requests per second with / between, got "1/x"`,
	} {
		if err := new(campaign).settings().Read(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
	s := new(campaign).settings()
	s.Noun = "setting"
	if err := s.Read("x"); err == nil || err.Error() != `wanted setting=value, got "x"` {
		t.Errorf("got %v, want the noun in it", err)
	}
}

func TestShares(t *testing.T) {
	for text, want := range map[string]float64{"5%": 0.05, "0.05": 0.05, "100%": 1, "1e-3": 0.001} {
		if got, err := ParseShare(text); err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", text, got, err, want)
		}
		if got, err := ParseShare(FormatShare(want)); err != nil || got != want {
			t.Errorf("%v: written as %s and read as %v, %v", want, FormatShare(want), got, err)
		}
	}
}
