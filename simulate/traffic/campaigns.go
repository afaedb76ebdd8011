package traffic

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// Kind is a kind of campaign: what it is, its defaults, and how its requests are made.
type Kind struct {
	Name     Label
	Summary  string // what it does, in one sentence
	Bound    string // what of the platform bounds it
	Defaults Campaign

	perSender  uint64                    // how many requests an account makes before another takes its place
	perVictim  uint64                    // how many requests a victim gets before another gets them; zero means all
	wordings   func(*language) []pattern // what is written; nil for nothing
	remarks    func(*language) []pattern // what the friend is called; nil for nothing
	one        bool                      // one text for the whole campaign
	farm       bool                      // all accounts use one device, at one address
	obfuscated bool                      // the text is hidden by a trick
	identity   func(*Generator, *Draw)   // appends the sender's UserID to the arena; nil for an invented one
	target     func(*campaign, *Draw)    // appends the UserID to add to the arena; nil for the victim's
}

// wellKnown is how many of a language's users, the best known ones, may be imitated.
const wellKnown = 1000

const (
	friends = "an account sends 2,000 requests, within the platform's 3,000 friends, and is then replaced"
	pending = "a victim gets 100 requests, the platform's limit of pending ones"
)

// kinds holds the kinds of campaigns. Adding one takes an element here.
var kinds = []Kind{
	{
		Name: "spam-blast", Summary: "a few accounts send advertisements to everybody", Bound: friends,
		Defaults:  Campaign{Kind: "spam-blast", Share: 0.05, Senders: 20},
		perSender: 2000, wordings: advertisements,
	},
	{
		Name: "slow-drip", Summary: "few requests of few accounts with harmless openers; only that they go to strangers gives them away",
		Bound:     "an account sends 30 requests and is then replaced",
		Defaults:  Campaign{Kind: "slow-drip", Share: 0.002, Senders: 3},
		perSender: 30, wordings: openers,
	},
	{
		Name: "sybil-farm", Summary: "many accounts of one device, numbered in a row, send one text to one victim",
		Bound:     pending + ", and then another does",
		Defaults:  Campaign{Kind: "sybil-farm", Share: 0.03, Senders: 500, Victims: 1},
		perSender: 50, perVictim: callback.MaxPendingRequests, wordings: advertisements, one: true, farm: true, identity: numbered,
	},
	{
		Name: "harassment", Summary: "one account sends the same victim one request after the other, with reproaches",
		Bound:     pending + " from one account, and more from the next",
		Defaults:  Campaign{Kind: "harassment", Share: 0.005, Senders: 1, Victims: 1},
		perSender: callback.MaxPendingRequests, wordings: reproaches,
	},
	{
		Name: "impersonation", Summary: "accounts that look like well-known ones, with official words and remarks",
		Bound:     friends,
		Defaults:  Campaign{Kind: "impersonation", Share: 0.01, Senders: 10},
		perSender: 2000, wordings: officials, remarks: titles, identity: lookalike,
	},
	{
		Name: "scraping", Summary: "requests to one UserID after the other, with no words, to see which exist", Bound: friends,
		Defaults:  Campaign{Kind: "scraping", Share: 0.02, Senders: 2},
		perSender: 2000, farm: true, target: nextInRow,
	},
	{
		Name: "scam-link", Summary: "a link in every wording", Bound: friends,
		Defaults:  Campaign{Kind: "scam-link", Share: 0.01, Senders: 8},
		perSender: 2000, wordings: links,
	},
	{
		Name: "evasion", Summary: "advertisements hidden from word filters: " + strings.Join(trickNames(), ", "), Bound: friends,
		Defaults:  Campaign{Kind: "evasion", Share: 0.02, Senders: 15},
		perSender: 2000, wordings: advertisements, obfuscated: true,
	},
	{
		Name: "burst", Summary: "silence, then for some seconds nearly half of all requests", Bound: friends,
		Defaults:  Campaign{Kind: "burst", Share: 0.4, Senders: 50, Start: 10 * time.Second, Length: 3 * time.Second, Every: 30 * time.Second},
		perSender: 2000, wordings: advertisements,
	},
}

func advertisements(l *language) []pattern { return l.Advertisements }
func openers(l *language) []pattern        { return l.Openers }
func reproaches(l *language) []pattern     { return l.Reproaches }
func links(l *language) []pattern          { return l.Links }
func officials(l *language) []pattern      { return l.Officials }
func titles(l *language) []pattern         { return l.Titles }

// Kinds lists the kinds of campaigns.
func Kinds() []Kind { return slices.Clone(kinds) }

func kindOf(name Label) (*Kind, error) {
	var names []string
	for i := range kinds {
		if kinds[i].Name == name {
			return &kinds[i], nil
		}
		names = append(names, string(kinds[i].Name))
	}
	return nil, fmt.Errorf("unknown campaign %q%s: wanted one of %s", name, nearest.Hint(string(name), names), strings.Join(names, ", "))
}

// role is who takes part in one request of a campaign.
type role struct {
	account uint64 // of the campaign
	request uint64 // of the campaign
	sender  user
	victim  user
	model   user // who is imitated
}

// fill fills d with the campaign's k-th request.
func (c *campaign) fill(g *Generator, k uint64, bits dice.Dice, d *Draw) {
	r := &d.role
	c.assignRoles(g, k, r)
	source := g.setSender(r.sender, d)
	if c.kind.identity != nil {
		start := len(d.arena)
		c.kind.identity(g, d)
		d.Request.FromAccount = d.limited(start, callback.MaxAccountBytes)
		d.Request.RequesterAccount = d.Request.FromAccount
	}
	f := callback.Item{Texts: callback.Texts{callback.Source: source}}
	if c.kind.target != nil {
		start := len(d.arena)
		c.kind.target(c, d)
		f.ToAccount = d.limited(start, callback.MaxAccountBytes)
	} else {
		f.ToAccount = g.account(r.victim, d)
	}
	c.write(&bits, d, &f)
	d.Request.Items = append(d.Request.Items, f)
}

// assignRoles decides who takes part in the k-th request: one sender after the other.
func (c *campaign) assignRoles(g *Generator, k uint64, r *role) {
	senders := uint64(c.Senders)
	sender, round := k%senders, k/senders
	nth := round % c.kind.perSender // request of this sender
	r.request, r.account = k, (sender+round/c.kind.perSender*senders)%accountsEach
	index := c.base + r.account
	bits := dice.Hash(c.seed, r.account)
	home := c.home
	if home == nil {
		home = g.regions[bits>>40%uint64(len(g.regions))]
	}
	r.sender = user{home, index, bits}
	if c.kind.farm {
		r.sender.bits = c.seed // one device, one address
	}
	choice, chooser := nth, bits
	if v := uint64(c.Victims); v > 0 {
		choice, chooser = sender%v, c.seed
		if c.kind.perVictim > 0 {
			choice = k%v + v*(k/v/c.kind.perVictim)
		}
	}
	r.victim = g.user(home, home.known.choice(choice, chooser))
	r.model = g.user(home, uint32((c.seed>>32+r.account)%uint64(min(home.users, wellKnown))))
}

// write finds the words of a request.
func (c *campaign) write(bits *dice.Dice, d *Draw, f *callback.Item) {
	r := &d.role
	l, same := r.sender.home.language, *bits
	if c.kind.one {
		same = dice.Dice(c.seed)
	}
	b := fillings{theName: r.model.name(), theFriend: r.victim.name(), theLink: d.link(same.Next())}
	if c.kind.remarks != nil {
		f.Texts[callback.Remark] = d.appendPattern(dice.Pick(bits, c.kind.remarks(l)), &b, callback.MaxRemarkBytes)
	}
	words := c.words
	if words == nil && c.kind.wordings != nil {
		words = dice.Pick(&same, c.kind.wordings(l))
	}
	f.Texts[callback.Wording] = d.appendPattern(words, &b, callback.MaxWordingBytes)
	if c.kind.obfuscated {
		f.Texts[callback.Wording] = d.obfuscate(f.Texts[callback.Wording], c.tricks, bits)
	}
}

// numbered appends an account id that tells its place in a row.
func numbered(_ *Generator, d *Draw) {
	r := &d.role
	d.arena = appendNumber(append(d.arena, "reg"...), 88_000_000+r.account)
}

// nextInRow appends the UserID that comes next for one who counts them through.
func nextInRow(c *campaign, d *Draw) {
	d.arena = appendNumber(d.arena, 100_000_000+c.seed%100_000_000+d.role.request)
}
