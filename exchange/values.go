package exchange

import (
	"bytes"
	"encoding/base64"
	"math"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/internal/rawjson"
)

func (d *exchangeDecoder) base64(path string, at int, spelt []byte, dst *[]byte) bool {
	if len(spelt) == 0 {
		return true
	}
	if bytes.IndexByte(spelt, '\\') >= 0 {
		spelt = rawjson.Unescape(nil, spelt) // "\/" is legal JSON
	}
	b, err := base64.StdEncoding.AppendDecode(*dst, spelt)
	if err != nil {
		return d.failAt(at, path, "standard base64", "something else")
	}
	*dst = b
	return true
}

func (d *exchangeDecoder) seq(path string, dst *uint64) bool {
	text, at, ok := d.number(path)
	if !ok {
		return false
	}
	n := uint64(0)
	for _, c := range text {
		if c < '0' || c > '9' || n > (math.MaxUint64-uint64(c-'0'))/10 {
			return d.failAt(at, path, "a whole number from 0 of 64 bits", string(text))
		}
		n = n*10 + uint64(c-'0')
	}
	*dst = n
	return true
}

func (d *exchangeDecoder) number(path string) (text []byte, at int, ok bool) {
	if !d.kind(rawjson.Number, path) {
		return nil, 0, false
	}
	at = d.s.Offset()
	text, ok = d.s.Number()
	return text, at, ok
}

func (d *exchangeDecoder) time(path string, dst *time.Time) bool {
	if !d.kind(rawjson.String, path) {
		return false
	}
	at := d.s.Offset()
	text, ok := d.s.String()
	if ok && dst.UnmarshalText(text) != nil {
		return d.failAt(at, path, "a time such as 2026-11-23T15:04:05.678Z", strconv.Quote(string(text)))
	}
	return ok
}

// str reads a string. It is the last one, and takes no memory, where it is spelt as that.
func (d *exchangeDecoder) str(path, last string, dst *string) bool {
	if !d.kind(rawjson.String, path) {
		return false
	}
	text, ok := d.s.String()
	switch {
	case !ok:
	case string(text) == last && bytes.IndexByte(text, '\\') < 0:
		*dst = last
	default:
		*dst = string(rawjson.Unescape(nil, text))
	}
	return ok
}

// millis reads milliseconds with a fraction into nanoseconds, without the rounding of floating point.
func (d *exchangeDecoder) millis(path string, dst *time.Duration) bool {
	text, at, ok := d.number(path)
	if !ok {
		return false
	}
	ns, decimals := uint64(0), -1
	for _, c := range text {
		if c == '.' && decimals < 0 {
			decimals = 0
			continue
		}
		if c < '0' || c > '9' || decimals == 6 || ns > math.MaxInt64/10 {
			return d.failAt(at, path, "milliseconds with at most six decimals", string(text))
		}
		ns = ns*10 + uint64(c-'0')
		if decimals >= 0 {
			decimals++
		}
	}
	for n := max(decimals, 0); n < 6 && ns <= math.MaxInt64; n++ {
		ns *= 10 // cannot overflow: ns is below 2^63, and 10 of them wrap only above 1.8e19
	}
	if ns > math.MaxInt64 {
		return d.failAt(at, path, "milliseconds that a clock can count", string(text))
	}
	*dst = time.Duration(ns)
	return true
}

func (d *exchangeDecoder) boolean(path string, dst *bool) bool {
	if !d.kind(rawjson.Bool, path) {
		return false
	}
	text, ok := d.s.Literal()
	*dst = string(text) == "true"
	return ok
}
