package answer

import (
	"bytes"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// maxText is how long a text may be before INF-005 mentions it, in bytes.
const maxText = 1 << 10

var textChecks = []check{
	rule.On("INF-001", read.Failed, func(c *Checker) {
		if f := &c.Top[read.TopInfo]; c.failed() && f.Kind == rawjson.String && len(f.Text) == 0 {
			c.Add("")
		}
	}),
	rule.On("INF-002", read.Texts, func(c *Checker) {
		f := &c.Top[read.TopInfo]
		if c.Code.Readable() && c.Code.Value == 0 && f.Kind == rawjson.String && len(f.Text) > 0 {
			c.Add("", "text", string(f.Text))
		}
	}),
	rule.On("INF-003", read.Denied, func(c *Checker) {
		it, n := c.first(func(it *read.Item) bool {
			f := &it.Fields[read.ItemInfo]
			return it.Code.Value != 0 && f.Kind == rawjson.String && len(f.Text) == 0
		})
		if n > 0 {
			c.addItem(it, n, "")
		}
	}),
	// It looks for what only the operators of the receiver should see.
	rule.On("INF-004", read.Texts|read.OddBody, func(c *Checker) {
		if c.Facts&read.OddBody != 0 {
			if trace := c.internals(c.X.Answer.Body); trace != "" {
				c.Add("page", "trace", trace)
			}
			return
		}
		for i := errorInfo; i < len(c.Items); i++ {
			s := c.said(i)
			if trace := c.internals(s.text); trace != "" {
				c.Add("text", "member", s.member, "trace", trace, "text", string(s.text)).Account = string(s.account)
				return
			}
		}
	}),
	rule.On("INF-005", read.Texts, func(c *Checker) {
		for i := errorInfo; i < len(c.Items); i++ {
			if s := c.said(i); len(s.text) > maxText {
				c.Add("", "member", s.member, "bytes", len(s.text)).Account = string(s.account)
				return
			}
		}
	}),
}

func (c *Checker) failed() bool { return c.Code.Value != 0 }

// said is a text of the answer, and whose it is.
type said struct {
	member  string
	text    []byte // without its escapes
	account []byte
}

// errorInfo is the number of the first text, ErrorInfo; the ResultInfo of each item follows.
const errorInfo = -1

// said returns the text number i, from errorInfo on. It is empty where there
// is none.
func (c *Checker) said(i int) said {
	f, member, account := &c.Top[read.TopInfo], "ErrorInfo", []byte(nil)
	if i != errorInfo {
		f, member, account = &c.Items[i].Fields[read.ItemInfo], "ResultInfo", c.Items[i].Account
	}
	if f.Kind != rawjson.String {
		return said{}
	}
	return said{member, c.Value(f), account}
}

// internals finds a trace of the receiver's inside that did not come from the request.
func (c *Checker) internals(text []byte) rule.Term {
	all := traces()
	for i := range text {
		for _, t := range all[text[i]] {
			if t.matches(text, i) && !c.sent(t.text) {
				return t.what
			}
		}
	}
	return ""
}

// sent reports whether the request has the text, as it is or in JSON's escapes, and so excuses it.
func (c *Checker) sent(text string) bool {
	sent := bytes.Contains(c.X.Sent, []byte(text)) || bytes.Contains(rawjson.Unescape(nil, c.X.Sent), []byte(text))
	c.Excused = c.Excused || sent
	return sent
}
