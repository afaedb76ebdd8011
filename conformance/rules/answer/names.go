package answer

import (
	"bytes"
	"slices"

	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

// misnamedRule reports the names that a framework's naming strategy wrote, once; the required fields that they stand
// for are not reported as missing.
var misnamedRule = &element{Rule: rule.Rule{
	ID: "JSN-007", Title: "exact member names", Severity: rule.Must, Level: rule.Fail, Source: rule.InSample,
	Sentence: `{"ActionStatus": "OK","ErrorCode": 0,"ErrorInfo": "","ResultItem": [ … ]}`,
	Why:      "A member under another name is a missing one: a denial in resultItem is not seen, and the friend is added.",
	Fix:      "Give the serializer the exact names (json tags, @JsonProperty, @SerializedName) instead of its naming strategy.",
	English: []rule.Wording{
		{Message: "{received:q} should be {expected:q}", Expected: "{expected}", Received: "{received}"},
	},
}, when: read.Unknown, check: func(c *Checker) {
	var wrong, right []string
	at, n := 0, 0
	for _, s := range c.Strangers {
		if !c.misnames(s) {
			continue
		}
		if n++; n == 1 {
			at = s.At
		}
		if name := string(s.Name); !slices.Contains(wrong, name) {
			wrong, right = append(wrong, name), append(right, c.names(s)[s.Member])
		}
	}
	if n > 0 {
		c.add("", at, "received", wrong, "expected", right).Places = n
	}
}}

// mostNames is how many unknown names a finding lists.
const mostNames = 8

var unknownRule = &element{Rule: rule.Rule{
	ID: "JSN-009", Title: "unknown members", Severity: rule.Advisory, Level: rule.Note, Source: rule.Robustness,
	Sentence: "The page lists seven members; others are ignored at best.",
	Why:      "What Chat does with members that it does not know is not documented. Often they are a request that was echoed.",
	Fix:      "Leave them out, unless they serve somebody on the way.",
	English: []rule.Wording{
		{Message: "the answer has members that the page does not list", Expected: "the members of the page only", Received: "{names:q}"},
	},
}, when: read.Unknown, check: func(c *Checker) {
	var names []string
	at, n := 0, 0
	for _, s := range c.Strangers {
		if c.misnames(s) {
			continue
		}
		if n++; n == 1 {
			at = s.At
		}
		if name := string(s.Name); len(names) < mostNames && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if n > 0 {
		c.add("", at, "names", names).Places = n
	}
}}

func (c *Checker) names(s read.Stranger) []string {
	if s.Item == read.AtTop {
		return read.TopNames[:]
	}
	return read.ItemNames[:]
}

// misnames reports whether the stranger stands for a known member that is not there under its own name.
func (c *Checker) misnames(s read.Stranger) bool {
	switch {
	case s.Member < 0:
		return false
	case s.Item == read.InMisnamed:
		return c.Top[read.TopItems].Kind == 0
	case s.Item == read.AtTop:
		return c.Top[s.Member].Kind == 0
	}
	return c.Items[s.Item].Fields[s.Member].Kind == 0
}

// looksLike tells what a text that is not JSON often is; the words are wordings of JSN-001.
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
