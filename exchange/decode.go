package exchange

import (
	"bytes"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// DecodeExchange reads an exchange from a JSON object that has the members of [Exchange.AppendMembers]; others are
// passed over, so that captures of later versions can be read. Answer is read again from the bytes. It uses the buffers
// of x again, so that reading many exchanges into one value does not allocate.
func DecodeExchange(text []byte, x *Exchange) error {
	return DecodeExchangeWith(text, x, nil)
}

// DecodeExchangeWith is [DecodeExchange], and calls other for each member of the object that an exchange does not have,
// with its name and its value as JSON text. Both are good until other returns.
func DecodeExchangeWith(text []byte, x *Exchange, other func(name, value []byte)) error {
	d := exchangeDecoder{text: text, other: other, target: x.Target, failed: x.Failure}
	d.s.Reset(text)
	x.Reset()
	d.exchange(x)
	if err := d.s.End(); err != nil && d.err == nil {
		at := d.s.Err()
		d.in = "" // the text is wrong, and not a member
		d.failAt(at.Offset, "", at.Want, at.Got)
	}
	if d.err != nil {
		return d.err
	}
	x.Answer.NoBody = len(x.Received) > 0 && bytes.HasPrefix(x.Sent, headMethod)
	x.ReadAnswer()
	return nil
}

var headMethod = []byte("HEAD ")

// exchangeDecoder reads the members of an exchange in any order, without allocating when all goes well: it is what a
// million lines go through.
type exchangeDecoder struct {
	text   []byte
	s      rawjson.Scanner
	other  func(name, value []byte)
	target string // of the exchange before: it seldom changes
	failed Failure
	in     string // the member whose members are being read
	err    *callback.DecodeError
}

func (d *exchangeDecoder) failAt(offset int, path, want, got string) bool {
	if d.in != "" {
		path = d.in + "." + path
	}
	if d.err == nil {
		d.err = callback.NewDecodeError(d.text, offset, path, want, got)
	}
	return false
}

// kind checks the kind of the next value. Where the text is not JSON at all, the scanner's own error is the better one.
func (d *exchangeDecoder) kind(want rawjson.Kind, path string) bool {
	got := d.s.Kind()
	if got == want {
		return true
	}
	at := d.s.Offset()
	if !d.s.Skip() {
		return false
	}
	return d.failAt(at, path, "a JSON "+want.String(), "a JSON "+got.String())
}

// members reads the members of an object. Read is called with the index of each among names. One that several names stand for
// has as many indices, which differ by distinct; it may be there once.
func (d *exchangeDecoder) members(path string, names []string, distinct int, read func(i int) bool) bool {
	if !d.kind(rawjson.Object, path) {
		return false
	}
	d.s.Open()
	seen := uint32(0)
	d.in = path
	for n := 0; d.s.NextMember(n); n++ {
		name := d.key()
		i := memberIndex(names, name)
		if i < 0 {
			value, ok := d.s.Value()
			if ok && d.in == "" && d.other != nil {
				d.other(name, value)
			}
			continue
		}
		bit := uint32(1) << (i % distinct)
		if seen&bit != 0 {
			return d.failAt(d.s.KeyOffset(), names[i], "one member of this name", "a second one")
		}
		if seen |= bit; !read(i) {
			return false
		}
	}
	d.in = "" // members of members have none
	return d.s.Err() == nil
}

// key is the name of the current member.
func (d *exchangeDecoder) key() []byte {
	key := d.s.Key()
	if bytes.IndexByte(key, '\\') >= 0 {
		return rawjson.Unescape(nil, key)
	}
	return key
}

var exchangeMembers = [...]string{
	"seq", "time", "target", "request", "response", "timing_ms", "reused", "resent", "deadline_ms", "failure",
}

// IsExchangeMember reports whether name is one of the members that [Exchange.AppendMembers] writes.
func IsExchangeMember(name string) bool { return memberIndex(exchangeMembers[:], []byte(name)) >= 0 }

func memberIndex(names []string, name []byte) int {
	for i := range names {
		if string(name) == names[i] {
			return i
		}
	}
	return -1
}

func (d *exchangeDecoder) exchange(x *Exchange) {
	found := false
	whole := d.members("", exchangeMembers[:], len(exchangeMembers), func(i int) bool {
		found = found || exchangeMembers[i] == "request"
		return d.member(i, x)
	})
	if whole && !found {
		d.failAt(d.s.Offset(), "", `an exchange, which has a member "request"`, "none")
	}
}

func (d *exchangeDecoder) member(i int, x *Exchange) bool {
	switch path := exchangeMembers[i]; path {
	case "seq":
		return d.seq(path, &x.Seq)
	case "time":
		return d.time(path, &x.Start)
	case "target":
		return d.str(path, d.target, &x.Target)
	case "request":
		return d.message(path, &x.Sent)
	case "response":
		return d.message(path, &x.Received)
	case "timing_ms":
		return d.members(path, phaseNames[:], len(phaseNames), func(i int) bool { return d.millis(phaseNames[i], x.Phases.at(i)) })
	case "reused":
		return d.boolean(path, &x.Reused)
	case "resent":
		return d.boolean(path, &x.Resent)
	case "deadline_ms":
		return d.millis(path, &x.Deadline)
	}
	return d.members("failure", failureMembers[:], len(failureMembers), func(i int) bool {
		if failureMembers[i] == "detail" {
			return d.str("detail", d.failed.Detail, &x.Failure.Detail)
		}
		cause := ""
		ok := d.str("cause", string(d.failed.Cause), &cause)
		x.Failure.Cause = callback.Cause(cause)
		return ok
	})
}

var failureMembers = [...]string{"cause", "detail"}

// messageMembers are the members of a message as text, and base64Member further on the same as base64.
var messageMembers = [...]string{"head", "body", "framed", "head_base64", "body_base64", "framed_base64"}

const (
	headMember = iota
	bodyMember
	framedMember
	base64Member
)

// part is where in the destination a member of a message was put.
type part struct{ start, end int }

// message joins head and body, or head and the framed body where there is one.
func (d *exchangeDecoder) message(path string, dst *[]byte) bool {
	var parts [base64Member]part
	framed := false
	whole := d.members(path, messageMembers[:], base64Member, func(i int) bool {
		p := part{start: len(*dst)}
		ok := d.bytes(i, dst)
		p.end = len(*dst)
		parts[i%base64Member] = p
		framed = framed || i%base64Member == framedMember
		return ok
	})
	head, body := parts[headMember], parts[bodyMember]
	if framed {
		body = parts[framedMember]
	}
	if head.start > body.start { // an order that AppendMembers does not write
		*dst = append(bytes.Clone((*dst)[head.start:head.end]), (*dst)[body.start:body.end]...)
	} else {
		*dst = append((*dst)[:head.end], (*dst)[body.start:body.end]...)
	}
	return whole
}

func (d *exchangeDecoder) bytes(i int, dst *[]byte) (ok bool) {
	if !d.kind(rawjson.String, messageMembers[i]) {
		return false
	}
	if i < base64Member {
		*dst, ok = d.s.AppendString(*dst)
		return ok
	}
	at := d.s.Offset()
	spelt, ok := d.s.String()
	return ok && d.base64(messageMembers[i], at, spelt, dst)
}
