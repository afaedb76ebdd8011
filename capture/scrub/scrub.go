// Package scrub takes out of captures what tells who somebody is and what they wrote, and leaves what a judge looks at.
//
// User ids become pseudonyms made with a key: the same user stays the same user, in every file with the same key.
// Wordings, remarks, group names and other texts become a mask of their class, letter by letter, as long in bytes as they
// were, so that limits are kept or broken as before. Client addresses become others, Sign and credentials go. This holds
// in the URL, in the body, in the answer that echoes it, and in what is recorded with the exchange.
//
// [Scrubber.Record] scrubs. Scrubbing twice changes nothing more, and [Scrubber.Check] rests on that: a record is scrubbed
// if scrubbing it again, with the key, changes no byte. See docs/capture-format.md for what is kept and what that proves.
package scrub

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
)

// Scrubber scrubs records. Make one with [New], or [Keyless] for checking by shape alone. It is for one goroutine.
type Scrubber struct {
	key []byte // nil: pseudonyms are told by their shape

	found func(where string) // hears of everything that was raw
	raw   []string           // ids and texts of the record that were replaced
}

// Record scrubs a record in place.
func (s *Scrubber) Record(r *capture.Record) {
	x := &r.Exchange
	s.raw = s.raw[:0]
	x.Sent = s.request(x.Sent)
	x.Received = s.answer(x)
	x.Target = s.target(x.Target)
	if x.Failure.Detail != "" {
		x.Failure.Detail = s.text("failure.detail", x.Failure.Detail)
	}
	r.Extra = s.extra(r.Extra)
	x.ReadAnswer()
}

// Header marks the header of a capture as scrubbed with the key. What else it said is gone, but for when and by what.
func (s *Scrubber) Header(h *capture.Header) {
	h.Extra = nil
	h.Set("scrubbed", `{"version":1,"key":"`+s.Fingerprint()+`"}`)
}

// Check lists where a record is still raw, without saying what stands there; nothing when it is scrubbed.
func (s *Scrubber) Check(r *capture.Record) []string {
	var where []string
	again := r.Clone()
	s.found = func(place string) {
		if !slices.Contains(where, place) {
			where = append(where, place)
		}
	}
	s.Record(again)
	s.found = nil
	if len(where) == 0 && !bytes.Equal(lineOf(again), lineOf(r)) {
		where = append(where, "the bytes of the messages")
	}
	return where
}

// Matches reports whether scrubbed is, byte for byte, what Record makes of original.
func (s *Scrubber) Matches(original, scrubbed *capture.Record) bool {
	again := original.Clone()
	s.Record(again)
	return bytes.Equal(lineOf(again), lineOf(scrubbed))
}

func lineOf(r *capture.Record) []byte { return capture.AppendLine(nil, &r.Exchange, r.Extra) }

// replaced notes that a raw text stood somewhere.
func (s *Scrubber) replaced(where, raw string) {
	if s.found != nil {
		s.found(where)
	}
	const least = 4 // shorter ones stand everywhere by chance
	if len(raw) >= least {
		s.raw = append(s.raw, strings.ToLower(raw))
	}
}

// note is what stands for a raw text now, which it notes where that is another one.
func (s *Scrubber) note(where, raw, scrubbed string) string {
	if scrubbed != raw {
		s.replaced(where, raw)
	}
	return scrubbed
}

// echoes reports whether a text holds an id or a text that was replaced elsewhere in the record.
func (s *Scrubber) echoes(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(s.raw, func(raw string) bool { return strings.Contains(text, raw) })
}

// text masks a text.
func (s *Scrubber) text(where, text string) string {
	return s.note(where, text, Mask(text))
}

// target scrubs the URL that was asked for.
func (s *Scrubber) target(target string) string {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" {
		return s.location("target", target)
	}
	if u.User != nil {
		s.replaced("target", "")
	}
	_, rest, _ := strings.Cut(target, "://")
	i := strings.IndexAny(rest, "/?#")
	if i < 0 {
		i = len(rest)
	}
	return u.Scheme + "://" + u.Host + s.location("target", rest[i:])
}

// The members that chatcb itself puts beside an exchange, and that hold nothing of a user's; those that repeat what the
// answer says are left out, since judging the capture makes them again.
var (
	ownExtra     = []string{capture.ExtraScenario, capture.ExtraSeed, capture.ExtraPlace, capture.ExtraDraw, "type", "version"}
	derivedExtra = []string{"verdicts", "findings", "request_findings", "repeat"}
	namedExtra   = []string{capture.ExtraLabel, capture.ExtraTrace, "policy", "shadow", "refused", "unreadable", "unkept"}
)

func (s *Scrubber) extra(extra []callback.Member) []callback.Member {
	kept := extra[:0]
	for _, m := range extra {
		switch {
		case slices.Contains(derivedExtra, m.Name):
			s.replaced(m.Name, "")
			continue
		case slices.Contains(ownExtra, m.Name) && harmless(m.Value):
		case m.Name == capture.ExtraFault && harmlessFault(m.Value):
		default:
			m.Value = string(s.json(m.Name, []byte(m.Value)))
			if !slices.Contains(namedExtra, m.Name) && !knownName(m.Name) {
				m.Name = s.name("the name of a member", m.Name)
			}
		}
		kept = append(kept, m)
	}
	return kept
}

// harmless reports whether a value is a number, or words as chatcb writes them: no ids, no texts.
func harmless(value string) bool {
	return len(value) <= 64 && strings.Trim(value, `"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-=. ,%{}[]:_`) == ""
}
