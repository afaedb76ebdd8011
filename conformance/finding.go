package conformance

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// Finding is one violation of a rule.
type Finding struct {
	Rule     *Rule
	Level    Level
	Account  string // the account concerned, or ""
	Expected string
	Received string // quoted from the answer, neither trusted nor shortened
	Message  string // one sentence: what is wrong, here
	Offset   int    // byte index into the body, or -1
	Places   int    // how many places break the rule; the fields above tell of the first
	Fix      string // what to do about it here, where more is known than the rule's fix says; see Remedy
}

// Remedy is what to do about the finding: its own fix, or that of its rule.
func (f *Finding) Remedy() string { return cmp.Or(f.Fix, f.Rule.Fix) }

// AppendJSON appends the finding as a JSON object. The keys are public and the same in every command.
func (f *Finding) AppendJSON(dst []byte) []byte {
	dst = appendText(dst, `{"rule":`, f.Rule.ID)
	dst = appendText(dst, `,"severity":`, string(f.Rule.Severity))
	dst = appendText(dst, `,"level":`, string(f.Level))
	dst = appendText(dst, `,"account":`, f.Account)
	dst = appendText(dst, `,"expected":`, f.Expected)
	dst = appendText(dst, `,"received":`, f.Received)
	dst = appendText(dst, `,"message":`, f.Message)
	return append(dst, '}')
}

func appendText(dst []byte, name, text string) []byte {
	return rawjson.AppendString(append(dst, name...), text)
}

// mostNames is how many names a finding lists.
const mostNames = 8

// listed joins the first few accounts.
func listed(accounts []string) string {
	if n := len(accounts); n > mostNames {
		return fmt.Sprintf("%s and %d more", strings.Join(accounts[:mostNames], ", "), n-mostNames)
	}
	return strings.Join(accounts, ", ")
}

func mistyping(name string, want rawjson.Kind, f *field) Finding {
	received := string(f.text)
	if f.kind == rawjson.String {
		received = `"` + received + `"`
	}
	got := "a JSON " + f.kind.String()
	if f.kind == want {
		got = "no whole number"
	}
	return Finding{
		Expected: pageType(want), Received: received,
		Message: fmt.Sprintf("%s is %s, not %s", name, got, pageType(want)), Offset: f.at,
	}
}

func pageType(k rawjson.Kind) string {
	switch k {
	case rawjson.Number:
		return "Integer"
	case rawjson.Array:
		return "Array"
	}
	return "String"
}
