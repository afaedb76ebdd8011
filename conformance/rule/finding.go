package rule

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

// Finding is one violation of a rule: which rule, in which of its ways, and the values that belong into the sentence. It is
// put into words when somebody reads it, in that reader's language.
type Finding struct {
	Rule     *Rule
	Kind     string // of the rule's wordings; "" where it has but one
	Args     []any  // names and values in turn: texts, numbers, lists of texts, a Term; not trusted
	Severity Severity
	Level    Level
	Account  string // the account concerned, or ""
	Offset   int    // byte index into the body, or -1
	Places   int    // how many places break the rule; the fields above tell of the first
}

// Spelt is a finding whose words are given, as where they were written down before.
func Spelt(r *Rule, level Level, expected, received, message string) Finding {
	return Finding{
		Rule: r, Severity: r.Severity, Level: level, Kind: spelt, Offset: -1, Places: 1,
		Args: []any{"expected", expected, "received", received, "message", message, "fix", r.Fix},
	}
}

// Kept is the finding with its account and the texts among its arguments shortened, for those who keep it: what it quotes may be a piece of an
// answer of megabytes.
func (f *Finding) Kept(shorten func(string) string) Finding {
	kept := *f
	kept.Account, kept.Args = strings.Clone(shorten(f.Account)), slices.Clone(f.Args)
	for i := 1; i < len(kept.Args); i += 2 {
		switch arg := kept.Args[i].(type) {
		case string:
			kept.Args[i] = strings.Clone(shorten(arg))
		case []string:
			list := make([]string, len(arg))
			for k, text := range arg {
				list[k] = strings.Clone(shorten(text))
			}
			kept.Args[i] = list
		}
	}
	return kept
}

// Bound shortens the values of a finding to so many bytes each, where all of them together take more.
func (f *Finding) Bound(most int) {
	if f.Size() <= most {
		return
	}
	*f = f.Kept(func(text string) string {
		if len(text) <= most {
			return text
		}
		return strings.ToValidUTF8(text[:most], "") + "…"
	})
}

// Message is one sentence in English: what is wrong, here.
func (f *Finding) Message() string { return f.english(f.wording().Message) }

// Expected says in English what would have been right.
func (f *Finding) Expected() string { return f.english(f.wording().Expected) }

// Received says what came, quoted from it, not trusted.
func (f *Finding) Received() string { return f.english(f.wording().Received) }

// Remedy is in English what to do about the finding: what its kind knows, or the fix of its rule.
func (f *Finding) Remedy() string { return cmp.Or(f.english(f.wording().Fix), f.Rule.Fix) }

func (f *Finding) english(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	return (*language.Words)(nil).Fill(text, f.args(nil)...)
}

// AppendJSON appends the finding as a JSON object. The keys are public and the same in every command.
func (f *Finding) AppendJSON(dst []byte) []byte {
	dst = append(dst, '{')
	for i, m := range [...]struct{ name, text string }{
		{"rule", f.Rule.ID},
		{"severity", string(f.Severity)},
		{"level", string(f.Level)},
		{"account", f.Account},
		{"expected", f.Expected()},
		{"received", f.Received()},
		{"message", f.Message()},
	} {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(rawjson.AppendString(dst, m.name), ':')
		dst = rawjson.AppendString(dst, m.text)
	}
	return append(dst, '}')
}

// Size is about how many bytes of memory the finding takes.
func (f *Finding) Size() int {
	n := 160 + len(f.Account)
	for _, arg := range f.Args {
		n += 32
		switch v := arg.(type) {
		case string:
			n += len(v)
		case []string:
			for _, text := range v {
				n += 16 + len(text)
			}
		}
	}
	return n
}
