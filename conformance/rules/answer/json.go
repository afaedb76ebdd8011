package answer

import (
	"bytes"
	"slices"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

var jsonChecks = []check{
	rule.On("JSN-001", read.NotJSON, func(c *Checker) {
		err := c.Scan.Err()
		if len(c.Body) == 0 || err == nil {
			c.Add("empty")
			return
		}
		start := rule.ExcerptOf(c.X.Answer.Body)
		if like := looksLike(c.X.Answer.Body); like != "" {
			c.Add("like", "want", language.Phrase(err.Want), "got", language.Phrase(err.Got), "start", start, "like", like)
		} else {
			c.Add("broken", "want", language.Phrase(err.Want), "got", language.Phrase(err.Got), "start", start)
		}
	}),
	rule.On("JSN-002", read.NotObject|read.Wrapped, func(c *Checker) {
		if c.Facts&read.Wrapped != 0 {
			c.Add("wrapped", "name", string(c.Wrapper))
			return
		}
		kind := "other"
		if c.Kind == rawjson.String && bytes.Contains(c.Body, []byte(`{\"`)) {
			kind = "twice"
		}
		c.Add(kind, "kind", c.Kind, "start", rule.ExcerptOf(c.Body))
	}),
	rule.On("JSN-003", read.Trailing, func(c *Checker) {
		rest := bytes.TrimLeft(c.Body[c.End:], " \t\r\n")
		c.inherit(c.Add("", "start", rule.ExcerptOf(rest)), rule.Must) // JSN-001
	}),
	rule.On("JSN-004", read.ByteOrder, func(c *Checker) { c.Add("") }),
	rule.On("JSN-005", read.BadUTF8, func(c *Checker) {
		c.Add("", "byte", c.Body[read.InvalidUTF8(c.Body)])
	}),
	rule.On("JSN-006", read.Duplicate, func(c *Checker) { c.Add("", "name", c.DupName) }),
	// The names that a framework's naming strategy wrote. The required members that they stand for are not reported as missing.
	rule.On("JSN-007", read.Unknown, func(c *Checker) {
		var wrong, right []string
		c.strangers(true, func(s read.Stranger) {
			if name := string(s.Name); !slices.Contains(wrong, name) {
				wrong, right = append(wrong, name), append(right, s.Of.Name)
			}
		})
		if len(wrong) > 0 {
			c.Add("", "received", wrong, "expected", right)
		}
	}),
	rule.On("JSN-008", read.HalfPair, func(c *Checker) { c.Add("") }),
	rule.On("JSN-009", read.Unknown, func(c *Checker) {
		const most = 8
		var names []string
		c.strangers(false, func(s read.Stranger) {
			if name := string(s.Name); len(names) < most && !slices.Contains(names, name) {
				names = append(names, name)
			}
		})
		if len(names) > 0 {
			c.Add("", "names", names)
		}
	}),
}

// strangers calls do for the names that the page does not have: those that stand for known ones, or the others.
func (c *Checker) strangers(misnamed bool, do func(read.Stranger)) {
	for _, s := range c.Strangers {
		if c.misnames(s) == misnamed {
			do(s)
		}
	}
}

// misnames reports whether the stranger stands for a known member that is not there under its own name.
func (c *Checker) misnames(s read.Stranger) bool {
	switch {
	case s.Of == nil:
		return false
	case s.Item == read.InMisnamed:
		return c.Top[read.TopItems].Kind == 0
	case s.Item == read.AtTop:
		return c.Top[s.Of.Slot].Kind == 0
	}
	return c.Items[s.Item].Fields[s.Of.Slot].Kind == 0
}

// looksLike tells what a text that is not JSON often is; its terms are those of JSN-001.
func looksLike(text []byte) rule.Term {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	for _, look := range []struct {
		start string
		like  rule.Term
	}{
		{"<", "html"}, {"\x1f\x8b", "gzip"}, {"\xff\xfe", "utf-16"}, {"\xfe\xff", "utf-16"}, {"{'", "single-quotes"}, {"--", "multipart"},
	} {
		if bytes.HasPrefix(trimmed, []byte(look.start)) {
			return look.like
		}
	}
	return ""
}
