package rule

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance/internal/read"
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

// MostNames is how many names a finding lists.
const MostNames = 8

// Listed joins the first few accounts.
func Listed(accounts []string) string {
	if n := len(accounts); n > MostNames {
		return fmt.Sprintf("%s and %d more", strings.Join(accounts[:MostNames], ", "), n-MostNames)
	}
	return strings.Join(accounts, ", ")
}

func Mistyping(name string, want rawjson.Kind, f *read.Field) Finding {
	received := string(f.Text)
	if f.Kind == rawjson.String {
		received = `"` + received + `"`
	}
	got := "a JSON " + f.Kind.String()
	if f.Kind == want {
		got = "no whole number"
	}
	return Finding{
		Expected: PageType(want), Received: received,
		Message: fmt.Sprintf("%s is %s, not %s", name, got, PageType(want)), Offset: f.At,
	}
}

func PageType(k rawjson.Kind) string {
	switch k {
	case rawjson.Number:
		return "Integer"
	case rawjson.Array:
		return "Array"
	}
	return "String"
}
