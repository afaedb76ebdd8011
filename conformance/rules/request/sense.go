package request

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// requestSenseRules judge what a request says as a whole: who asks for whom, and when.
var requestSenseRules = []*element{
	{Rule: rule.Rule{
		ID: "RQF-008", Title: "ForceAddFlags is 0 or 1", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: forceSentence, Why: "The page knows no third value.", Fix: forged,
		English:   []rule.Wording{{Message: "{member} is neither 0 nor 1", Expected: "0 or 1", Received: "{spelt}"}},
		Refusable: true,
	}, check: func(c *Checker) {
		c.flags(func(n int64) bool { return n != 0 && n != 1 })
	}},
	{Rule: rule.Rule{
		ID: "RQF-009", Title: "not forced by an admin", Severity: rule.Advisory, Level: rule.Note, Source: rule.Page,
		Sentence: forceSentence,
		Why:      "Admins use the REST API, which does not trigger this webhook; 1 is not to be expected here.", Fix: silent,
		English: []rule.Wording{{Message: "{member} says that an admin forces the friend", Expected: "0", Received: "1"}},
	}, check: func(c *Checker) {
		c.flags(func(n int64) bool { return n == 1 })
	}},
	{Rule: rule.Rule{
		ID: "RQF-010", Title: "somebody is asked about", Severity: rule.Should, Level: rule.Warn, Source: rule.InSample,
		Sentence: requestSample, Why: "A request for nobody has nothing to decide; clients add one user at a time.", Fix: silent,
		English: []rule.Wording{{Message: "{list} is empty", Expected: "at least one {list}", Received: "[]"}},
	}, check: func(c *Checker) {
		if f := &c.Top[callback.ItemList]; c.Object && f.Kind == rawjson.Array && len(c.Items) == 0 {
			c.add("", f.At, "list", c.Hook.ItemList())
		}
	}},
	{Rule: rule.Rule{
		ID: "RQF-011", Title: "each account once", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "One FriendItem for each user to be added.",
		Why:      "Two items for one account can be answered differently; what Chat does then is not documented.",
		Fix:      "Answer the account as often as it stands there, each time the same: no document rules it out. If it is a test, name each account once.",
		English: []rule.Wording{
			{Message: "the request asks about an account twice", Expected: "one {list} for the account", Received: "{more} more"},
		},
	}, check: func(c *Checker) {
		if account, n := c.repeated(); n > 0 {
			f := c.add("", 0, "list", c.Hook.ItemList(), "more", n)
			f.Account, f.Places = account, n
		}
	}},
	{Rule: rule.Rule{
		ID: "RQF-012", Title: "nobody adds himself", Severity: rule.Advisory, Level: rule.Note, Source: rule.Robustness,
		Sentence: "To_Account is another user than From_Account.",
		Why:      "Whether Chat lets such a request come so far is not documented.", Fix: silent,
		English: []rule.Wording{
			{Message: "the user adds himself", Expected: "another account than From_Account", Received: "{account}"},
		},
	}, check: func(c *Checker) {
		from, ok := c.text(&c.Top[callback.From])
		for i := range c.Items {
			f := c.Items[i].Account()
			if to, there := c.text(f); ok && there && string(to) == string(from) {
				c.add("", f.At, "account", string(to)).Account = string(to)
				return
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQF-013", Title: "EventTime is in milliseconds", Severity: rule.Must, Level: rule.Warn, Source: rule.Page,
		Sentence: "EventTime | Integer | Timestamp in milliseconds",
		Why:      "Receivers that order or expire by time go wrong. RequestTime in the URL is in seconds.", Fix: forged,
		English: []rule.Wording{
			{
				Kind: "other", Message: "EventTime is not a time between 2010 and 2100 in milliseconds",
				Expected: "Unix time in milliseconds", Received: "{time}",
			},
			{Kind: "seconds", Message: "EventTime is in seconds", Expected: "Unix time in milliseconds", Received: "{time}"},
		},
	}, check: func(c *Checker) {
		n := c.Number(callback.EventTime)
		if !c.Object || !n.Readable() || n.Value >= earliest.UnixMilli() && n.Value <= latest.UnixMilli() {
			return
		}
		kind := "other"
		if n.Value >= earliest.Unix() && n.Value <= latest.Unix() {
			kind = "seconds"
		}
		c.add(kind, c.Top[callback.EventTime].At, "time", string(c.Top[callback.EventTime].Text))
	}},
}

// flags reports the flags whose number is a wrong one.
func (c *Checker) flags(wrong func(int64) bool) {
	for _, of := range c.Hook.OfKind(callback.KindFlag) {
		f := &c.Top[of.Slot]
		if n := c.Number(of.Slot); c.Object && n.Readable() && wrong(n.Value) {
			c.add("", f.At, "member", of.Name, "spelt", string(f.Text))
		}
	}
}

const forceSentence = "Flag denoting the friend is force added by an admin. Valid values: 1 : force adding0 : normal adding"

// earliest and latest bound the times that a callback can be of: Chat is younger than the one, chatcb will not see the other.
var (
	earliest = time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// repeated returns the first account that is asked about more than once, and how many items are repeats.
func (c *Checker) repeated() (account string, repeats int) {
	clear(c.Others.Item)
	for i := range c.Items {
		text, ok := c.text(c.Items[i].Account())
		if !ok {
			continue
		}
		again := false
		if len(c.Items) > read.ManyAccounts {
			again = c.Others.Item[string(text)]
			c.Others.Item[string(text)] = true
		}
		for j := 0; j < i && len(c.Items) <= read.ManyAccounts && !again; j++ {
			other, there := c.text(c.Items[j].Account())
			again = there && string(other) == string(text)
		}
		if again {
			if repeats++; repeats == 1 {
				account = string(text)
			}
		}
	}
	return account, repeats
}
