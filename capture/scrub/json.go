package scrub

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// rule is what becomes of the value of a member.
type rule uint8

const (
	maskAll   rule = iota // texts and numbers
	pseudonym             // ids
	number                // numbers stay
	word                  // one of the contract's words stays
	address
)

// members are the names that stay, with what becomes of their values: those of requests and answers, of what chatcb's own
// commands put beside an exchange, and of what receivers commonly write. See [fold] for the spelling.
var members = membersOf(callback.Webhooks()...)

func membersOf(webhooks ...*callback.Webhook) map[string]rule {
	known := map[string]rule{
		"account": pseudonym, "toaccount": pseudonym, "errorcode": number, "resultcode": number, "code": number, "clientip": address,
	}
	for _, name := range []string{"callbackcommand", "actionstatus", "effect", "said", "cause", "decision"} {
		known[name] = word
	}
	for _, name := range []string{
		"resultitem", "errorinfo", "resultinfo", "message", "msg", "error", "errors", "data", "status", "success", "ok", "result",
		"info", "detail", "reason", "path", "timestamp", "rule", "values", "when", "why", "steps",
	} {
		known[name] = maskAll
	}
	for _, w := range webhooks {
		known[fold(w.ItemList())] = maskAll
	}
	for _, f := range callback.FieldsOf(webhooks...) {
		known[fold(f.Name)] = ruleOf(f.Kind)
		if f.Kind == callback.KindAccount {
			known[fold(f.Short)] = pseudonym
		}
	}
	return known
}

// wordFields are the fields whose values are words.
var wordFields = slices.DeleteFunc(callback.FieldsOf(callback.Webhooks()...), func(f *callback.Field) bool {
	return ruleOf(f.Kind) != word
})

func ruleOf(k callback.Kind) rule {
	switch k {
	case callback.KindAccount:
		return pseudonym
	case callback.KindFlag, callback.KindTime:
		return number
	case callback.KindWord, callback.KindTag:
		return word
	}
	return maskAll
}

// fold makes spellings of a member's name alike: To_Account, toAccount, to-account.
func fold(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

func knownName(name string) bool {
	_, known := members[fold(name)]
	return known
}

// json scrubs a text that should be JSON, and keeps how it is spelt. From where it is none, it is masked as a text.
func (s *Scrubber) json(where string, text []byte) []byte {
	w := walker{s: s, where: where, text: text}
	if rest, ok := strings.CutPrefix(string(text), "\ufeff"); ok {
		w.copied = len(text) - len(rest)
		w.out = append(w.out, "\ufeff"...)
		w.base = w.copied
	}
	w.scan.Reset(text[w.base:])
	w.value(members[fold(where)])
	if w.scan.Err() == nil && w.scan.AtEnd() {
		return append(w.out, text[w.copied:]...)
	}
	rest := text[w.copied:]
	masked := maskBroken(rest)
	if string(masked) != string(rest) {
		s.replaced(where+", which is not JSON", "")
	}
	return append(w.out, masked...)
}

// maskBroken masks a text from where it is no JSON, so that it is none afterwards: 00 would be a number as 99.
func maskBroken(text []byte) []byte {
	masked := appendMask(nil, text)
	for i, c := range masked {
		if c == '9' {
			masked[i] = '0'
		}
	}
	return masked
}

// walker copies a JSON text and replaces tokens on the way.
type walker struct {
	s      *Scrubber
	where  string
	text   []byte
	base   int // of the scanner's offsets
	copied int // up to where text is in out, or replaced there
	scan   rawjson.Scanner
	out    []byte
}

// keep copies what was read as it is.
func (w *walker) keep() { w.replace(w.scan.Offset(), w.scan.Offset(), nil) }

// replace puts with in the place of text[start:end].
func (w *walker) replace(start, end int, with []byte) {
	w.out = append(append(w.out, w.text[w.copied:w.base+start]...), with...)
	w.copied = w.base + end
}

func (w *walker) value(r rule) {
	switch w.scan.Kind() {
	case rawjson.Object:
		w.scan.Open()
		for n := 0; w.scan.NextMember(n); n++ {
			w.member()
		}
	case rawjson.Array:
		w.scan.Open()
		for n := 0; w.scan.NextElement(n); n++ {
			w.value(r)
		}
	case rawjson.String:
		start := w.scan.Offset()
		if spelt, ok := w.scan.String(); ok {
			w.replace(start, w.scan.Offset(), w.literal(r, spelt))
		}
	case rawjson.Number:
		start := w.scan.Offset()
		if spelt, ok := w.scan.Number(); ok && r != number {
			masked := appendMask(nil, spelt)
			if string(masked[:1]) != "-" && len(spelt) > 1 && spelt[0] == '0' { // 0.5 stays a number below one
				masked[0] = '0'
			}
			w.s.note(w.where, string(spelt), string(masked))
			w.replace(start, w.scan.Offset(), masked)
		}
	default:
		w.scan.Skip()
	}
	if w.scan.Err() == nil {
		w.keep()
	}
}

func (w *walker) member() {
	spelt, at := w.scan.Key(), w.scan.KeyOffset()
	name := string(rawjson.Unescape(nil, spelt))
	r, known := members[fold(name)]
	outer := w.where
	if !known {
		if own := w.s.name(w.where+": the name of a member", name); own != name {
			w.replace(at, at+len(spelt)+2, rawjson.AppendQuoted(nil, []byte(own)))
		}
	} else {
		w.where += ": " + name
	}
	w.keep()
	w.value(r)
	w.where = outer
}

// literal is the JSON string that stands for one spelt so.
func (w *walker) literal(r rule, spelt []byte) []byte {
	raw := string(rawjson.Unescape(nil, spelt))
	scrubbed := raw
	switch {
	case r == pseudonym:
		scrubbed = w.s.Account(raw)
	case r == address:
		scrubbed = w.s.Address(raw)
	case r != word || !contractWord(raw):
		masked := appendMaskSpelt(nil, spelt)
		if string(masked) != string(spelt) {
			w.s.replaced(w.where, raw)
		}
		spelt = masked
	}
	if w.s.note(w.where, raw, scrubbed) == raw {
		return slices.Concat([]byte{'"'}, spelt, []byte{'"'})
	}
	return rawjson.AppendQuoted(nil, []byte(scrubbed))
}

// contractWord reports whether a text is one of the words of the contract, or of the same form: an event's name, an
// AddSource, a status.
func contractWord(text string) bool {
	switch text {
	case "", "allow", "block", "nothing", "deny", "ALLOW", "BLOCK":
		return true
	}
	for _, c := range callback.Causes() {
		if text == string(c) {
			return true
		}
	}
	if strings.EqualFold(text, callback.StatusOK) || strings.EqualFold(text, callback.StatusFail) {
		return true
	}
	for _, f := range wordFields {
		if f.Check(text) == "" {
			return true
		}
	}
	group, event, ok := strings.Cut(text, ".Callback")
	return ok && len(text) <= 48 && letters(group) && letters(event)
}

func letters(text string) bool {
	for i := range len(text) {
		if c := text[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
