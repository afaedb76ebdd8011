package traffic

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// Generator draws the requests of one world. It never changes, so any number of goroutines may share it, each with a
// Draw of its own.
type Generator struct {
	world     World
	regions   []*region
	day       day
	midnight  time.Duration // of the world's start
	numbers   numbering
	campaigns []campaign
	webhook   *callback.Webhook
}

// What is decided out of the world's seed, told apart.
const (
	saltUser = iota + 0x100
	saltRequest
	saltSender
	saltCircle
	saltCampaign
)

// New checks a world and returns its generator. Making one takes well under a millisecond, whatever the population.
func New(w World) (*Generator, error) {
	w = w.filled()
	if err := w.validate(); err != nil {
		return nil, err
	}
	utc := w.Start.UTC()
	g := &Generator{
		world: w, webhook: callback.Named(w.Command).OrFirst(), numbers: newNumbering(w.Seed), midnight: utc.Sub(utc.Truncate(24 * time.Hour)),
	}
	g.settle()
	g.campaigns = newCampaigns(g, w.Campaigns)
	return g, nil
}

// settle gives every language its region and users: two, and its share of the others.
func (g *Generator) settle() {
	var spoken []*language
	var shares []float64
	rest, sum := float64(g.world.Users), 0.0
	for _, l := range languages() {
		if s := g.world.Languages[l.Code]; s > 0 {
			spoken, shares, sum, rest = append(spoken, l), append(shares, s), sum+s, rest-2
		}
	}
	base := uint32(0)
	for i, l := range spoken {
		users := 2 + uint32(rest*shares[i]/sum)
		if i == len(spoken)-1 {
			users = uint32(g.world.Users) - base
		}
		g.regions = append(g.regions, newRegion(g.own(l), base, users, g.world.Zipf))
		base += users
	}
	g.day = newDay(g.regions, shares, g.world.Hours)
}

// own returns the language with the world's own texts instead of the built-in ones.
func (g *Generator) own(l *language) *language {
	own := *l
	if texts := g.world.Wordings[l.Code]; len(texts) > 0 {
		own.Wordings, own.Closings = parsePatterns(texts), nil
	}
	if texts := g.world.Remarks[l.Code]; len(texts) > 0 {
		own.Remarks = parsePatterns(texts)
	}
	if texts := g.world.Groups[l.Code]; len(texts) > 0 {
		own.Groups = parsePatterns(texts)
	}
	return &own
}

// Labels lists the labels of the world's requests: Benign, and those of its campaigns.
func (g *Generator) Labels() []Label {
	labels := []Label{Benign}
	for i := range g.campaigns {
		labels = append(labels, g.campaigns[i].kind.Name)
	}
	return labels
}

// Label is the label of request number n, due at this time after the world's start.
func (g *Generator) Label(n uint64, due time.Duration) Label {
	if c, _ := g.campaign(n, due); c != nil {
		return c.kind.Name
	}
	return Benign
}

// Webhook is whose requests are drawn.
func (g *Generator) Webhook() *callback.Webhook { return g.webhook }

// Start is the time in the world at which its stream begins.
func (g *Generator) Start() time.Time { return g.world.Start }

// Seed is the seed of the generator's world.
func (g *Generator) Seed() uint64 { return g.world.Seed }

// Digest is a short text that two worlds share only if they are the same in everything but the seed.
func (g *Generator) Digest() string {
	world := g.world
	world.Seed = 0
	text, _ := json.Marshal(world) // plain data: it cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// Draw fills d with request number n, due at this time after the world's start. It allocates nothing once d has grown to
// its size.
func (g *Generator) Draw(n uint64, due time.Duration, d *Draw) { g.DrawFor(n, due, 0, d) }

// DrawFor does the same, but where it is benign the request is for this many friends; 0 leaves that to the world.
func (g *Generator) DrawFor(n uint64, due time.Duration, items int, d *Draw) {
	d.reset()
	bits := dice.Dice(dice.Hash(g.world.Seed^saltRequest<<48, n))
	d.Request.EventTime = g.world.Start.Add(due).UnixMilli()
	if bits.One(10) {
		d.Request.Texts[callback.AddType] = callback.AddTypeSingle
	}
	d.SetRequestID(bits.Next(), bits.Next())
	d.Label = Benign
	if c, k := g.campaign(n, due); c != nil {
		c.fill(g, k, bits, d)
		d.Label = c.kind.Name
	} else {
		g.benign(n, due, items, bits, d)
	}
	if g.webhook != callback.PrevFriendAdd {
		d.become(g.webhook, bits)
		if g.webhook.Unwanted == callback.To && items == 0 {
			g.answer(d)
		}
	}
}

// benign is a request of the world's users: the region by the time of the day, the user by how active they are, and the
// friend by who is known and has no request from this user yet.
func (g *Generator) benign(n uint64, due time.Duration, items int, bits dice.Dice, d *Draw) {
	home := g.regions[g.day.region(g.midnight+due, bits.Next()>>32)]
	rank, nth := home.active.assign(n, g.world.Seed^saltSender)
	from := g.user(home, rank)
	room := uint64(max(items, g.world.MaxItems))
	if items == 0 {
		items = g.items(&bits)
	}
	source := g.setSender(from, d)
	for i := range min(items, 1<<home.known.width) {
		to := g.friend(from, rank, nth/from.repeats()*room+uint64(i))
		g.addFriend(from, to, source, &bits, d)
		if i == 0 {
			d.role.victim = to
		}
	}
}

// items is how many friends a request is for.
func (g *Generator) items(bits *dice.Dice) int {
	if m := g.world.MaxItems; m > 1 && bits.Chance(g.world.SeveralItems) {
		return 2 + bits.Below(m-1)
	}
	return 1
}

// user returns the user of this rank in a region.
func (g *Generator) user(home *region, rank uint32) user {
	index := uint64(home.base + rank)
	return user{home, index, dice.Hash(g.world.Seed^saltUser<<48, index)}
}

// friend is the n-th friend whom the user wants to add: one in sixteen lives in another region.
func (g *Generator) friend(u user, rank uint32, n uint64) user {
	seed := dice.Hash(g.world.Seed^saltCircle<<48, u.index)
	n %= 1 << u.home.known.width
	if abroad := dice.Hash(seed, n); abroad%16 == 0 {
		there := g.regions[abroad>>8%uint64(len(g.regions))]
		if there != u.home && there.known.width >= u.home.known.width {
			return g.user(there, there.known.choice(n, seed))
		}
	}
	return g.user(u.home, u.home.friend(rank, n, seed))
}

// setSender writes down the sender, their device and address, and returns the AddSource that goes with it.
func (g *Generator) setSender(u user, d *Draw) (source string) {
	d.Request.FromAccount = g.account(u, d)
	d.Request.RequesterAccount = d.Request.FromAccount
	device := u.device()
	d.Platform = device.platform
	start := len(d.arena)
	d.arena = u.appendAddress(d.arena, g.world.IPv6)
	d.ClientIP = d.text(start)
	return device.source
}

// account is the UserID of u.
func (g *Generator) account(u user, d *Draw) string {
	if u.index < uint64(len(g.world.Accounts)) {
		return g.world.Accounts[u.index]
	}
	start := len(d.arena)
	d.arena = u.appendAccount(d.arena, g.numbers)
	return d.text(start)
}

// addFriend adds one friend to the request, in the sender's words. Not everyone fills in everything.
func (g *Generator) addFriend(from, to user, source string, bits *dice.Dice, d *Draw) {
	home := from.home
	b := fillings{theName: from.name(), theFriend: to.name(), thePlace: dice.Pick(bits, home.Places)}
	f := callback.Item{ToAccount: g.account(to, d), Texts: callback.Texts{callback.Source: source}}
	if bits.Below(100) < 55 {
		f.Texts[callback.Remark] = d.appendPattern(dice.Pick(bits, home.Remarks), &b, callback.MaxRemarkBytes)
	}
	if bits.Below(100) < 40 {
		f.Texts[callback.Group] = d.appendPattern(dice.Pick(bits, home.Groups), &b, callback.MaxGroupBytes)
	}
	if bits.Below(100) < 88 {
		start := len(d.arena)
		d.arena = dice.Pick(bits, home.Wordings).append(d.arena, &b)
		d.arena = append(d.arena, dice.Pick(bits, home.Closings)...)
		f.Texts[callback.Wording] = d.limited(start, callback.MaxWordingBytes)
	}
	d.Request.Items = append(d.Request.Items, f)
}

// Size is how many users there are, and how many languages they speak.
func (g *Generator) Size() (users, languages int) { return g.world.Users, len(g.regions) }
