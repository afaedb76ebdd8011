package exchange

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// AppendMembers appends the exchange as members of a JSON object, without its braces, so that others can follow. Bytes
// are kept exactly: as text where they are UTF-8, else as base64 under the name with "_base64". A body whose framing
// changed its bytes has them under "framed" as well. Header values that carry credentials are masked. It does not
// allocate when dst has room and there is nothing to mask.
func (x *Exchange) AppendMembers(dst []byte) []byte {
	dst = append(dst, `"seq":`...)
	dst = strconv.AppendUint(dst, x.Seq, 10)
	dst = append(dst, `,"time":"`...)
	dst = x.Start.UTC().AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, `","target":`...)
	dst = rawjson.AppendString(dst, x.Target)
	head, framed := http1.Split(x.Sent)
	dst = appendMessage(append(dst, `,"request":{`...), head, http1.Unframe(head, framed), framed)
	if len(x.Received) > 0 {
		dst = x.appendResponse(dst)
	}
	dst = x.Phases.append(dst)
	dst = append(dst, `,"reused":`...)
	dst = strconv.AppendBool(dst, x.Reused)
	if x.Resent {
		dst = append(dst, `,"resent":true`...)
	}
	dst = append(dst, `,"deadline_ms":`...)
	dst = appendMillis(dst, x.Limit())
	if x.Failure.Cause != "" {
		dst = append(dst, `,"failure":{"cause":`...)
		dst = rawjson.AppendString(dst, string(x.Failure.Cause))
		dst = append(dst, `,"detail":`...)
		dst = rawjson.AppendString(dst, x.Failure.Detail)
		dst = append(dst, '}')
	}
	return dst
}

// appendResponse writes what came back so that [DecodeExchange] gets the same bytes. What stands before the final head
// (interim answers) and behind the body is kept with it.
func (x *Exchange) appendResponse(dst []byte) []byte {
	head, framed := http1.Split(x.Received)
	if n := headLen(x.Received, x.Answer.Head); n > 0 {
		head, framed = x.Received[:n], x.Received[n:]
	}
	dst = append(dst, `,"response":{"status":`...)
	dst = strconv.AppendInt(dst, int64(x.Answer.Status), 10)
	return appendMessage(append(dst, ','), head, x.Answer.Body, framed)
}

func appendMessage(dst, head, body, framed []byte) []byte {
	dst = appendBytes(dst, "head", MaskHead(head))
	dst = appendBytes(append(dst, ','), "body", body)
	if !bytes.Equal(framed, body) {
		dst = appendBytes(append(dst, ','), "framed", framed)
	}
	return append(dst, '}')
}

// headLen is the length of received up to the end of the final head, or 0 if that is not to be found.
func headLen(received, head []byte) int {
	if len(head) == 0 {
		return 0
	}
	if i := bytes.Index(received, head); i >= 0 {
		return i + len(head)
	}
	return 0
}

func appendBytes(dst []byte, name string, b []byte) []byte {
	dst = append(append(dst, '"'), name...)
	if utf8.Valid(b) {
		return rawjson.AppendQuoted(append(dst, `":`...), b)
	}
	dst = append(dst, `_base64":"`...)
	return append(base64.StdEncoding.AppendEncode(dst, b), '"')
}

// appendMillis writes d in milliseconds, exact to the nanosecond, without trailing zeros.
func appendMillis(dst []byte, d time.Duration) []byte {
	dst = strconv.AppendInt(dst, int64(d/time.Millisecond), 10)
	rest := int64(d % time.Millisecond)
	if rest <= 0 {
		return dst
	}
	dst = append(dst, '.')
	for unit := int64(100_000); rest > 0; unit /= 10 {
		dst = append(dst, byte('0'+rest/unit))
		rest %= unit
	}
	return dst
}

func (p *Phases) append(dst []byte) []byte {
	dst = append(dst, `,"timing_ms":{`...)
	opened := len(dst)
	for i, name := range phaseNames {
		d := *p.at(i)
		if d <= 0 {
			continue
		}
		if len(dst) > opened {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, '"'), name...), `":`...)
		dst = appendMillis(dst, d)
	}
	return append(dst, '}')
}

var phaseNames = [...]string{"dns", "connect", "tls", "write", "first_byte", "last_byte"}

// at is the phase of phaseNames[i].
func (p *Phases) at(i int) *time.Duration {
	return [...]*time.Duration{&p.DNS, &p.Connect, &p.TLS, &p.Write, &p.FirstByte, &p.LastByte}[i]
}
