package search

import (
	"slices"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// field is a part of a request that a decision may depend on.
type field struct {
	name    string        // as on the wire
	account callback.Slot // whose, or 0
	get     func(*traffic.Draw) string
	set     func(d *traffic.Draw, value string)
	// values are all that there are; nil means that other requests have them.
	values []string
	blank  bool // it may be empty
}

// fields lists what is changed, in the order in which the changes are made: a new From_Account is a new requester too.
// Flags are left out, because real traffic has them 0. Friends are who is added when more than one is asked for.
func fields(w *callback.Webhook, friends []string) []field {
	var list []field
	for _, f := range callback.FieldsOf(w) {
		if f.Kind.JSON() == rawjson.Number {
			continue
		}
		one := field{
			name: f.Name, values: f.Values, blank: f.Optional && f.Kind == callback.KindText,
			get: func(d *traffic.Draw) string { return f.Text(&d.Request, 0) },
			set: func(d *traffic.Draw, v string) { f.Set(&d.Request, v) },
		}
		if f.Kind == callback.KindAccount {
			one.account = f.Slot
		}
		list = append(list, one)
	}
	return append(list, []field{
		{
			name: callback.ParamOptPlatform, values: slices.DeleteFunc(callback.Platforms(), func(p string) bool { return p == callback.RESTAPI }),
			get: func(d *traffic.Draw) string { return d.Platform }, set: func(d *traffic.Draw, v string) { d.Platform = v },
		},
		{
			name: callback.ParamClientIP, get: func(d *traffic.Draw) string { return d.ClientIP },
			set: func(d *traffic.Draw, v string) { d.ClientIP = v },
		},
		{
			name: w.Field(callback.EventTime).Name, values: []string{"1 h ago", "6 h ago", "12 h ago", "18 h ago"},
			get: func(*traffic.Draw) string { return "now" }, set: setHoursAgo,
		},
		{
			name: w.ItemList(), values: []string{"1 friend", "2 friends", "5 friends"},
			get: func(*traffic.Draw) string { return "1 friend" }, set: func(d *traffic.Draw, v string) { setFriends(d, v, friends) },
		},
	}...)
}

func setHoursAgo(d *traffic.Draw, value string) {
	hours, _ := strconv.Atoi(value[:len(value)-len(" h ago")]) // the values are those above
	d.Request.EventTime -= (time.Duration(hours) * time.Hour).Milliseconds()
}

// setFriends makes the request one for so many friends, who are asked in the same words.
func setFriends(d *traffic.Draw, value string, friends []string) {
	want := int(value[0] - '0')
	for _, id := range friends {
		if len(d.Request.Items) == want {
			return
		}
		if id == d.Request.FromAccount || slices.Contains(d.Request.Accounts(), id) {
			continue
		}
		one := d.Request.Items[0]
		one.ToAccount = id
		d.Request.Items = append(d.Request.Items, one)
	}
}

// pool are requests of the stream: where base requests and other values come from.
type pool struct {
	labels []traffic.Label
	draws  map[traffic.Label][]traffic.Draw
}

const (
	poolLook = 20_000 // requests of the stream looked at
	poolEach = 40     // kept of each label
)

// newPool takes the first requests for one friend of each label.
func newPool(e *load.Engine) *pool {
	p := &pool{draws: map[traffic.Label][]traffic.Draw{}}
	var d traffic.Draw
	for n := range uint64(poolLook) {
		e.Generator.Draw(n, e.Schedule.Pacer.Due(n), &d)
		kept := p.draws[d.Label]
		if len(kept) == poolEach || len(d.Request.Items) != 1 {
			continue
		}
		if kept == nil {
			p.labels = append(p.labels, d.Label)
		}
		p.draws[d.Label] = append(kept, d.Clone())
	}
	slices.Sort(p.labels)
	return p
}

// bases are count requests: every other one benign, the others of one campaign after the other.
func (p *pool) bases(count int) []traffic.Draw {
	var all []traffic.Draw
	malicious := slices.DeleteFunc(slices.Clone(p.labels), func(l traffic.Label) bool { return l == traffic.Benign })
	taken := map[traffic.Label]int{}
	for i := range 2 * count {
		label := traffic.Benign
		if i%2 == 1 && len(malicious) > 0 {
			label = malicious[i/2%len(malicious)]
		}
		if draws := p.draws[label]; taken[label] < len(draws) && len(all) < count {
			all = append(all, draws[taken[label]])
			taken[label]++
		}
	}
	return all
}

// friends are accounts that are asked for, for requests with several.
func (p *pool) friends() []string {
	var ids []string
	for _, d := range p.draws[traffic.Benign] {
		ids = append(ids, d.Request.Items[0].ToAccount)
	}
	return ids
}

// known lists the values that requests have for a field: of benign requests and of campaigns in turn.
func (p *pool) known(f *field) (values []string) {
	if f.values != nil {
		return f.values
	}
	for i := range poolEach * len(p.labels) {
		for _, label := range []traffic.Label{traffic.Benign, p.labels[i%len(p.labels)]} {
			draws := p.draws[label]
			if k := i / len(p.labels); label == traffic.Benign && i < len(draws) {
				values = append(values, f.get(&draws[i]))
			} else if label != traffic.Benign && k < len(draws) {
				values = append(values, f.get(&draws[k]))
			}
		}
	}
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(values, func(v string) bool {
		defer func() { seen[v] = true }()
		return seen[v]
	})
}

// others are up to count values for a field of a base request, other than its own, and none that makes it ask to add who
// asks. Each base gets the next ones of those that are known, so that many are tried in all.
func others(f *field, known []string, base *traffic.Draw, number, count int) (values []string) {
	if f.blank && f.get(base) != "" {
		values = append(values, "")
	}
	self := ""
	switch f.account {
	case callback.From, callback.Requester:
		self = base.Request.Items[0].ToAccount
	case callback.To:
		self = base.Request.FromAccount
	}
	for i := range known {
		v := known[(number*count+i)%len(known)]
		if v != f.get(base) && v != self && len(values) < count {
			values = append(values, v)
		}
	}
	return values
}
