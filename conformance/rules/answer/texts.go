package answer

import (
	"bytes"
	"fmt"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// maxText is how long a text may be before INF-005 mentions it, in bytes.
const maxText = 1 << 10

var textRules = []*element{
	{Rule: rule.Rule{
		ID: "INF-001", Title: "failure is explained", Severity: rule.Should, Level: rule.Warn, Source: rule.Page,
		Sentence: infoRow + " Error information |",
		Why:      "Who looks for the reason of a failure in Chat's console or logs finds a number.",
		Fix:      "Say in ErrorInfo what failed, in a few words without internals.",
		English: []rule.Wording{
			{Message: "ErrorCode says that processing failed, ErrorInfo does not say why", Expected: "a text", Received: `""`},
		},
	}, when: read.Failed, check: func(c *Checker) {
		if f := &c.Top[read.TopInfo]; c.failed() && f.Kind == rawjson.String && len(f.Text) == 0 {
			c.add("", f.At)
		}
	}},
	{Rule: rule.Rule{
		ID: "INF-002", Title: "success carries no error text", Severity: rule.Advisory, Level: rule.Note, Source: rule.InSample,
		Sentence: `"ErrorCode": 0,"ErrorInfo": ""`,
		Why:      "ErrorInfo is for errors. A text beside ErrorCode 0 is often a failure that was not turned into a code.",
		Fix:      "Leave ErrorInfo empty when ErrorCode is 0.",
		English: []rule.Wording{
			{Message: "ErrorInfo has a text although ErrorCode is 0", Expected: `""`, Received: `"{text}"`},
		},
	}, when: read.Texts, check: func(c *Checker) {
		f := &c.Top[read.TopInfo]
		if c.Code.Readable() && c.Code.Value == 0 && f.Kind == rawjson.String && len(f.Text) > 0 {
			c.add("", f.At, "text", string(f.Text))
		}
	}},
	{Rule: rule.Rule{
		ID: "INF-003", Title: "denial is explained", Severity: rule.Should, Level: rule.Warn, Source: rule.Page,
		Sentence: reasonRow + " Error information |",
		Why:      "Who asks why a friend could not be added finds a number.",
		Fix:      "Say in ResultInfo why, in a few words that the user may see.",
		English: []rule.Wording{
			{Message: "the account is denied, ResultInfo does not say why{more}", Expected: "a text", Received: `""`},
		},
	}, when: read.Denied, check: func(c *Checker) {
		it, n := c.first(func(it *read.Item) bool {
			f := &it.Fields[read.ItemInfo]
			return it.Code.Value != 0 && f.Kind == rawjson.String && len(f.Text) == 0
		})
		if n > 0 {
			c.addItem(it, n, "", it.Fields[read.ItemInfo].At)
		}
	}},
	internalsRule,
	{Rule: rule.Rule{
		ID: "INF-005", Title: "reasonable length", Severity: rule.Advisory, Level: rule.Note, Source: rule.Robustness,
		Sentence: "A text is for people: at most 1 KiB.",
		Why:      "No limit is documented; a long text is mostly a page or a trace that slipped in.",
		Fix:      "Shorten it, and log the rest.",
		English:  []rule.Wording{{Message: "{member} is long", Expected: "at most 1024 bytes", Received: "{bytes} bytes"}},
	}, when: read.Texts, check: func(c *Checker) {
		for i := errorInfo; i < len(c.Items); i++ {
			if s := c.said(i); len(s.text) > maxText {
				c.add("", s.at, "member", s.member, "bytes", len(s.text)).Account = string(s.account)
				return
			}
		}
	}},
}

func (c *Checker) failed() bool { return c.Code.Value != 0 }

// said is a text of the answer and where it stands.
type said struct {
	member  string
	text    []byte // without its escapes
	at      int
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
	return said{member, c.Value(f), f.At, account}
}

// internalsRule looks for what only the operators of the receiver should see.
var internalsRule = &element{Rule: rule.Rule{
	ID: "INF-004", Title: "no internals leaked", Severity: rule.Advisory, Level: rule.Warn, Source: rule.Page,
	Sentence: "For more security considerations, see the Security Considerations section in Third-Party Callback Overview.",
	Why:      "Stack traces, SQL and paths tell an attacker what to try next, and say that an exception got out.",
	Fix:      "Catch errors in one place, log them there, and answer a text made for the outside.",
	English: append([]rule.Wording{
		{Kind: "page", Message: "the answer shows {trace}", Expected: "a text made for the outside", Received: "{trace}"},
		{Kind: "text", Message: "{member} shows {trace}", Expected: "a text made for the outside", Received: "{text}"},
	}, traceWords...),
	Samples: func(p *rule.Proof) {
		for _, t := range traceList {
			p.Fail = append(p.Fail, rule.Sample{Name: t.text, Body: fmt.Sprintf(denied, t.proof)})
		}
	},
}, when: read.Texts | read.OddBody, check: func(c *Checker) {
	if c.Facts&read.OddBody != 0 {
		if trace, at := c.internals(c.X.Answer.Body); trace != "" {
			c.addRaw("page", at, "trace", trace)
		}
		return
	}
	for i := errorInfo; i < len(c.Items); i++ {
		s := c.said(i)
		if trace, _ := c.internals(s.text); trace != "" {
			c.add("text", s.at, "member", s.member, "trace", trace, "text", string(s.text)).Account = string(s.account)
			return
		}
	}
}}

// internals finds a trace of the receiver's inside that did not come from the request.
func (c *Checker) internals(text []byte) (what rule.Term, at int) {
	for i := range text {
		for _, t := range traces[text[i]] {
			if t.matches(text, i) && !c.sent(t.text) {
				return t.what, i
			}
		}
	}
	return "", 0
}

// sent reports whether the request has the text, as it is or in JSON's escapes, and so excuses it.
func (c *Checker) sent(text string) bool {
	sent := bytes.Contains(c.X.Sent, []byte(text)) || bytes.Contains(rawjson.Unescape(nil, c.X.Sent), []byte(text))
	c.Excused = c.Excused || sent
	return sent
}

// denied is an answer to the page's request that denies the first account, with a text of one's own.
const denied = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[` +
	`{"To_Account":"id1","ResultCode":38000,"ResultInfo":"%s"},{"To_Account":"id2","ResultCode":0,"ResultInfo":""}]}`
