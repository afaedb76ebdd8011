package answer

import (
	"bytes"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

const notJSONSentence = "could not be parsed - not in JSON format"

var jsonRules = []*element{
	{Rule: rule.Rule{
		ID: "JSN-001", Title: "body is JSON", Severity: rule.Must, Level: rule.Fail, Source: rule.Overview,
		Sentence: notJSONSentence,
		Why:      "Chat counts a body that is not JSON as a failure of the webhook and adds the friend.",
		Fix:      "Let a JSON library write the whole body, and see that nothing else (a warning, a page, a log line) is printed before it.",
		English: []rule.Wording{
			{Kind: "empty", Message: "the body is empty", Expected: "a JSON object", Received: "an empty body"},
			{Kind: "broken", Message: "the body is not JSON: wanted {want}, got {got}", Expected: "a JSON object", Received: "{start}"},
			{Kind: "like", Message: "the body is not JSON: wanted {want}, got {got}; it looks like {like}", Expected: "a JSON object", Received: "{start}"},
			{Kind: "html", Message: "an HTML or XML page, or a notice of PHP"},
			{Kind: "gzip", Message: "compressed with gzip"},
			{Kind: "utf-16", Message: "UTF-16"},
			{Kind: "single-quotes", Message: "a Python or JavaScript value printed with single quotes"},
			{Kind: "multipart", Message: "a multipart body"},
		},
	}, when: read.NotJSON, check: func(c *Checker) {
		err := c.Scan.Err()
		if len(c.Body) == 0 || err == nil {
			c.add("empty", 0)
			return
		}
		start := rule.ExcerptOf(c.X.Answer.Body)
		if like := looksLike(c.X.Answer.Body); like != "" {
			c.add("like", err.Offset, "want", language.Phrase(err.Want), "got", language.Phrase(err.Got), "start", start, "like", like)
		} else {
			c.add("broken", err.Offset, "want", language.Phrase(err.Want), "got", language.Phrase(err.Got), "start", start)
		}
	}},
	{Rule: rule.Rule{
		ID: "JSN-002", Title: "top level is an object", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample,
		Sentence: `{"ActionStatus": "OK","ErrorCode": 0,"ErrorInfo": "","ResultItem": [ … ]}`,
		Why:      "What Chat does with JSON that is no object is not documented; nothing in it can deny.",
		Fix:      "Answer the object itself: not a list, not null, not wrapped in another object, and not JSON encoded once more as a string.",
		English: []rule.Wording{
			{Kind: "other", Message: "the body is a JSON {kind}, not an object", Expected: "an object", Received: "{start}"},
			{Kind: "wrapped", Message: "the answer is wrapped in {name:q}", Expected: "the page's members at the top", Received: "all of it within {name:q}"},
			{Kind: "twice", Message: "the body is a JSON {kind}, not an object: JSON was encoded twice", Expected: "an object", Received: "{start}"},
		},
	}, when: read.NotObject | read.Wrapped, check: func(c *Checker) {
		if c.Facts&read.Wrapped != 0 {
			c.add("wrapped", 0, "name", string(c.Wrapper))
			return
		}
		kind := "other"
		if c.Kind == rawjson.String && bytes.Contains(c.Body, []byte(`{\"`)) {
			kind = "twice"
		}
		c.add(kind, 0, "kind", c.Kind, "start", rule.ExcerptOf(c.Body))
	}},
	{Rule: rule.Rule{
		ID: "JSN-003", Title: "one value only", Severity: rule.Should, Level: rule.Fail, Source: rule.Overview,
		Sentence: notJSONSentence,
		Why:      "An object with something behind it is not JSON; a strict reader drops it, and the friend is added.",
		Fix:      "Write one object and end the response: look for a second write, a notice, or a debug line after it.",
		English: []rule.Wording{
			{Message: "something follows the object", Expected: "nothing after the object", Received: "{start}"},
		},
	}, when: read.Trailing, check: func(c *Checker) {
		rest := bytes.TrimLeft(c.Body[c.End:], " \t\r\n")
		c.inherit(c.add("", len(c.Body)-len(rest), "start", rule.ExcerptOf(rest)), rule.Must) // JSN-001
	}},
	{Rule: rule.Rule{
		ID: "JSN-004", Title: "no byte order mark", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "JSON text on a network must not start with a byte order mark; readers may refuse it (RFC 8259, section 8.1).",
		Why:      "Whether Chat's reader takes it is not documented. Where it does not, every denial is lost.",
		Fix:      "Save the source and template files without a byte order mark.",
		English: []rule.Wording{
			{Message: "the body starts with a byte order mark", Expected: "'{' as the first byte", Received: "the bytes EF BB BF"},
		},
	}, when: read.ByteOrder, check: func(c *Checker) {
		c.addRaw("", 0)
	}},
	{Rule: rule.Rule{
		ID: "JSN-005", Title: "valid UTF-8", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "JSON between systems is encoded in UTF-8 (RFC 8259, section 8.1).",
		Why:      "A strict reader drops the whole answer for one such byte; whether Chat's does is not documented.",
		Fix:      "Write UTF-8: convert what comes from databases and files in GBK or Latin-1, and cut texts between characters.",
		English:  []rule.Wording{{Message: "a text is not UTF-8", Expected: "UTF-8", Received: "byte 0x{byte:02X}"}},
	}, when: read.BadUTF8, check: func(c *Checker) {
		at := read.InvalidUTF8(c.Body)
		c.add("", at, "byte", c.Body[at])
	}},
	{Rule: rule.Rule{
		ID: "JSN-006", Title: "no duplicate members", Severity: rule.Should, Level: rule.Fail, Source: rule.Robustness,
		Sentence: "The names within an object should be unique; of what a reader makes of others nobody can be sure (RFC 8259, section 4).",
		Why:      "Some readers take the first, some the last, some neither: two ResultCodes in one item can be a denial that lets through.",
		Fix:      "Write each member once; look for a map merged into a struct, or a field set on two levels of inheritance.",
		English: []rule.Wording{
			{Message: "the member {name:q} stands twice in one object", Expected: "each name once in an object", Received: "{name:q} again"},
		},
	}, when: read.Duplicate, check: func(c *Checker) {
		c.add("", c.DupAt, "name", c.DupName).Places = c.Dups
	}},
	misnamedRule,
	{Rule: rule.Rule{
		ID: "JSN-008", Title: "no lone surrogates", Severity: rule.Advisory, Level: rule.Note, Source: rule.Robustness,
		Sentence: `An escape such as \ud83d without its other half stands for no character (RFC 8259, section 8.2).`,
		Why:      "Readers refuse it, replace it, or keep it; an account with one in it may not be recognised.",
		Fix:      "Cut texts between characters, not between UTF-16 units.",
		English: []rule.Wording{
			{Message: "an escape is half a surrogate pair", Expected: "whole characters", Received: "half a surrogate pair"},
		},
	}, when: read.HalfPair, check: func(c *Checker) {
		c.addRaw("", -1)
	}},
	unknownRule,
}
