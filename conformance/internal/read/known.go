package read

import (
	"bytes"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// Known is some answers in which nothing was found. One that differs from them in the accounts asked about, its Date and
// its length only says the same about these, and need not be read again. The zero value knows none.
type Known struct {
	head   knownHead
	bodies [4]body
	last   int // index of the newest
	vain   int // how many were added since one was met again
	begun  bool
	secret []byte
}

// body is a body without the accounts in it.
type body struct {
	text  []byte
	gaps  []int   // where in the text they stood
	codes []int64 // what is said of each
}

// Bounds of what is known: longer heads and bodies are not kept, and where answers differ so that none is met again, few are.
const (
	maxKnown = 1 << 10
	maxVain  = 64
)

// harmless are the facts that follow from what an item says of its account, whoever that is.
const harmless = Denied | Texts

// Add adds the answer that r has read. Nothing was found in it, in no respect because of what the request is: so its head says
// nothing odd, whatever the body, and each item has its account and a code that allows, or denies within the range.
func (k *Known) Add(r *Answer) {
	n := len(r.Items)
	if r.Facts&^harmless != 0 || n > ManyAccounts || max(len(r.Body), len(r.X.Answer.Head)) > maxKnown {
		return
	}
	if !k.begun {
		k.begun = true // for an answer that is the only one nothing need be kept
		return
	}
	if k.vain++; k.vain > maxVain && k.vain%maxVain > 0 {
		return
	}
	k.head.keep(r.X.Answer.Head)
	k.last = (k.last + 1) % len(k.bodies)
	b, from := &k.bodies[k.last], 0
	b.text, b.gaps, b.codes = b.text[:0], b.gaps[:0], b.codes[:0]
	for i := range r.Items {
		f := &r.Items[i].Fields[ItemAccount]
		start := f.At + len(`"`)
		b.text = append(b.text, r.Body[from:start]...)
		b.gaps, b.codes = append(b.gaps, len(b.text)), append(b.codes, r.Items[i].Code.Value)
		from = start + len(f.Text)
	}
	b.text = append(b.text, r.Body[from:]...)
}

// Says returns the code of each account if the answer in x is a known one, else nil.
func (k *Known) Says(x *exchange.Exchange, q *Question) []int64 {
	a := &x.Answer
	if a.Defects != 0 || x.Failure.Cause != "" || x.Late() {
		return nil
	}
	for i := range k.bodies {
		b := &k.bodies[(k.last+i)%len(k.bodies)]
		if !b.is(a.Body, q.Accounts) {
			continue
		}
		secret := secretIn(x, q.Secrets, &k.secret)
		if !k.head.is(a.Head) || secret != "" || !distinct(q.Accounts) {
			return nil
		}
		k.vain = 0
		return b.codes
	}
	return nil
}

// is reports whether text is the body with these accounts in it, none of which needs a second look.
func (b *body) is(text []byte, accounts []string) bool {
	if len(b.gaps) != len(accounts) {
		return false
	}
	from := 0
	for i, account := range accounts {
		part := b.text[from:b.gaps[i]]
		if !bytes.HasPrefix(text, part) {
			return false
		}
		text, from = text[len(part):], b.gaps[i]
		n := min(len(text), len(account))
		if string(text[:n]) != account || !rawjson.Plain(account) {
			return false
		}
		text = text[n:]
	}
	return string(text) == string(b.text[from:])
}

func distinct(accounts []string) bool {
	for i := range accounts {
		for _, before := range accounts[:i] {
			if accounts[i] == before {
				return false
			}
		}
	}
	return true
}
