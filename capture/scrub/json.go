package scrub

import (
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

// rules are the members whose values are not just masked; see [fold] for the spelling. Those that are not in the contract
// stand in what chatcb's own commands put beside an exchange.
var rules = map[string]rule{
	"toaccount": pseudonym, "fromaccount": pseudonym, "requesteraccount": pseudonym,
	"account": pseudonym, "from": pseudonym, "to": pseudonym, "requester": pseudonym,
	"errorcode": number, "resultcode": number, "eventtime": number, "forceaddflags": number, "code": number,
	"callbackcommand": word, "addtype": word, "addsource": word, "actionstatus": word,
	"effect": word, "said": word, "cause": word, "decision": word,
	"clientip": address,
}

// names are the members besides those of rules whose names stay: the contract's, and what receivers commonly write.
var names = map[string]bool{
	"frienditem": true, "resultitem": true, "remark": true, "groupname": true, "addwording": true, "errorinfo": true,
	"resultinfo": true, "message": true, "msg": true, "error": true, "errors": true, "data": true, "status": true,
	"success": true, "ok": true, "result": true, "info": true, "detail": true, "reason": true, "path": true,
	"timestamp": true, "rule": true, "values": true, "when": true, "why": true, "steps": true,
}

// fold makes spellings of a member's name alike: To_Account, toAccount, to-account.
func fold(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

func knownName(name string) bool {
	_, ruled := rules[fold(name)]
	return ruled || names[fold(name)]
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
	w.value(rules[fold(where)])
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
			w.note(string(spelt), string(masked))
			w.replace(start, w.scan.Offset(), masked)
		}
	default:
		w.scan.Skip()
	}
	if w.scan.Err() == nil {
		w.keep()
	}
}

func (w *walker) note(raw, scrubbed string) {
	if raw != scrubbed {
		w.s.replaced(w.where, raw)
	}
}

func (w *walker) member() {
	spelt, at := w.scan.Key(), w.scan.KeyOffset()
	name := string(rawjson.Unescape(nil, spelt))
	r, outer := rules[fold(name)], w.where
	if !knownName(name) {
		if own := w.s.name(name); own != name {
			w.s.replaced(w.where+": the name of a member", name)
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
	switch r {
	case pseudonym:
		scrubbed = w.s.Account(raw)
	case address:
		scrubbed = w.s.Address(raw)
	case word:
		if contractWord(raw) {
			break
		}
		fallthrough
	default:
		masked := append(appendMaskSpelt([]byte{'"'}, spelt), '"')
		if string(masked[1:len(masked)-1]) != string(spelt) {
			w.s.replaced(w.where, raw)
		}
		return masked
	}
	if scrubbed == raw {
		return append(append([]byte{'"'}, spelt...), '"')
	}
	w.s.replaced(w.where, raw)
	return rawjson.AppendQuoted(nil, []byte(scrubbed))
}

// contractWord reports whether a text is one of the words of the contract, or of the same form: an event's name, an
// AddSource, a status.
func contractWord(text string) bool {
	switch text {
	case "", callback.AddTypeSingle, callback.AddTypeBoth, "allow", "block", "nothing", "deny", "ALLOW", "BLOCK":
		return true
	}
	for _, c := range callback.Causes() {
		if text == string(c) {
			return true
		}
	}
	if strings.EqualFold(text, callback.StatusOK) || strings.EqualFold(text, callback.StatusFail) || callback.PrevFriendAdd.Item(callback.Source).Check(text) == "" {
		return true
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
