package traffic

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// filled returns the campaign with the defaults of its kind in place of what is zero.
func (c Campaign) filled() Campaign {
	k, err := kindOf(c.Kind)
	if err != nil {
		return c
	}
	d := k.Defaults
	c.Share = cmp.Or(c.Share, d.Share)
	c.Senders = cmp.Or(c.Senders, d.Senders)
	c.Victims = cmp.Or(c.Victims, d.Victims)
	if c.Start == 0 && c.Length == 0 && c.Every == 0 {
		c.Start, c.Length, c.Every = d.Start, d.Length, d.Every
	}
	return c
}

// validate checks a campaign whose defaults are in place.
func (c *Campaign) validate() error {
	k, err := kindOf(c.Kind)
	if err != nil {
		return err
	}
	if err := unmet([]check{
		{c.Share > 0 && c.Share <= 1, "share: wanted more than 0 and at most 100%", keyvalue.FormatShare(c.Share)},
		{c.Senders >= 1 && c.Senders <= maxSenders, fmt.Sprintf("senders: wanted 1 to %d", maxSenders), c.Senders},
		{c.Victims >= 0 && c.Victims <= maxSenders, fmt.Sprintf("victims: wanted 0 to %d", maxSenders), c.Victims},
		{c.Victims > 0 || k.Defaults.Victims == 0, "victims: wanted at least 1", c.Victims},
		{c.Start >= 0, "start: wanted no time before the run", c.Start},
		{c.Length >= 0, "length: wanted 0s or more", c.Length},
		{c.Every == 0 || c.Every > c.Length && c.Length > 0, "every: wanted more than the length, which it needs", c.Every},
		{
			c.Language == "" || slices.Contains(Languages(), c.Language),
			"language: wanted one of " + strings.Join(Languages(), ", "), c.Language + nearest.Hint(c.Language, Languages()),
		},
		{utf8.ValidString(c.Text), "text: wanted UTF-8", strconv.Quote(c.Text)},
		{
			c.Trick == "" || slices.Contains(trickNames(), c.Trick),
			"trick: wanted one of " + strings.Join(trickNames(), ", "), c.Trick + nearest.Hint(c.Trick, trickNames()),
		},
	}); err != nil {
		return fmt.Errorf("campaign %s: %w", c.Kind, err)
	}
	return nil
}

// validateCampaigns checks the campaigns of a filled world.
func (w *World) validateCampaigns() error {
	sum := 0.0
	for _, c := range w.Campaigns {
		c = c.filled()
		if err := c.validate(); err != nil {
			return err
		}
		if c.Language != "" && w.Languages[c.Language] == 0 {
			return fmt.Errorf("campaign %s: language: nobody speaks %s in this world", c.Kind, c.Language)
		}
		sum += c.Share
	}
	if sum > 1 {
		return fmt.Errorf("campaigns: wanted shares of at most 100%% together, got %s", keyvalue.FormatShare(sum))
	}
	return nil
}

// maxSenders bounds the accounts of a campaign at a time; their numbers, the replaced ones included, are counted in
// accountsEach.
const (
	maxSenders   = 100_000
	accountsEach = 1 << 20
)

// campaign is a Campaign at work.
type campaign struct {
	Campaign
	kind   *Kind
	rate   uint64 // of what the campaigns before it left, on a scale of 1<<32
	base   uint64 // the index of its first account
	seed   uint64
	home   *region // of all who take part; nil where each account has one of its own
	words  pattern // instead of the built-in ones; nil for those
	tricks []Trick // of an evasion: the one chosen, or all
}

func newCampaigns(g *Generator, all []Campaign) (campaigns []campaign) {
	left := 1.0
	for i, c := range all {
		c = c.filled()
		k, _ := kindOf(c.Kind) // validated
		seed := dice.Hash(g.world.Seed^saltCampaign<<48, uint64(i))
		run := campaign{
			Campaign: c, kind: k, seed: seed, tricks: Tricks(),
			rate: max(1, uint64(c.Share/max(left, c.Share)*(1<<32))),
			base: uint64(g.world.Users) + uint64(i)*accountsEach,
		}
		if c.Text != "" {
			run.words = parsePattern(c.Text)
		}
		if at := slices.Index(trickNames(), c.Trick); at >= 0 {
			run.tricks = run.tricks[at : at+1]
		}
		for _, r := range g.regions {
			if r.Code == c.Language {
				run.home = r
			}
		}
		if run.home == nil && (c.Victims > 0 || k.farm) {
			run.home = g.regions[seed%uint64(len(g.regions))]
		}
		left -= c.Share
		campaigns = append(campaigns, run)
	}
	return campaigns
}

// campaign says which campaign request n belongs to, if any, and which of its requests this is.
//
// One campaign after the other cuts the requests that are left into cells of 1/rate and takes one of each cell, at a place that
// its seed decides. So its share is met in any stretch of the stream, and its requests are counted without looking at
// others. What it takes while it is not under way is benign.
func (g *Generator) campaign(n uint64, due time.Duration) (*campaign, uint64) {
	for i := range g.campaigns {
		c := &g.campaigns[i]
		cell, place, size := cellOf(n, c.rate)
		switch mine := dice.Hash(c.seed, cell) % size; {
		case place == mine:
			if c.underWay(due) {
				return c, cell
			}
			return nil, 0
		case place > mine:
			n -= cell + 1
		default:
			n -= cell
		}
	}
	return nil, 0
}

// cellOf says in which cell n lies, at which place of how many.
func cellOf(n, rate uint64) (cell, place, size uint64) {
	const one = 1 << 32
	high, low := n>>32, n&(one-1)
	low *= rate
	cell = high*rate + low>>32
	rest := low & (one - 1)
	place, first := rest/rate, rest%rate
	return cell, place, (one - first + rate - 1) / rate
}

func (c *campaign) underWay(due time.Duration) bool {
	since := due - c.Start
	if since < 0 {
		return false
	}
	if c.Every > 0 {
		since %= c.Every
	}
	return c.Length == 0 || since < c.Length
}
