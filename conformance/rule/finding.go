package rule

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
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
}

// Spelt is a finding whose words are given, as where they were written down before.
func Spelt(r *Rule, level Level, expected, received, message string) Finding {
	return Finding{
		Rule: r, Severity: r.Severity, Level: level, Kind: spelt,
		Args: []any{"expected", expected, "received", received, "message", message, "fix", r.Fix},
	}
}

// Kept is the finding with its account and the texts among its arguments shortened, for those who keep it: what it quotes may be
// a piece of an answer of megabytes.
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

// Message is one sentence in English: what is wrong, here. Expected says what would have been right, and Received what came, quoted
// from it, not trusted; [Finding.In] says the same in other languages.
func (f *Finding) Message() string { return f.In(nil).Message }

// Expected is described at Message.
func (f *Finding) Expected() string { return f.In(nil).Expected }

// Received is described at Message.
func (f *Finding) Received() string { return f.In(nil).Received }

// AppendJSON appends the finding as a JSON object. The keys are public and the same in every command.
func (f *Finding) AppendJSON(dst []byte) []byte {
	said := f.In(nil)
	dst = append(dst, '{')
	for i, m := range [...]struct{ name, text string }{
		{"rule", f.Rule.ID},
		{"severity", string(f.Severity)},
		{"level", string(f.Level)},
		{"account", f.Account},
		{"expected", said.Expected},
		{"received", said.Received},
		{"message", said.Message},
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
