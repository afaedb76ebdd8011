package load

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// Wire is how requests are spelt on the wire.
type Wire struct {
	Target   *delivery.Target
	AppID    string `flag:"app-id" default:"1400000000"`
	Token    string // signs requests if it is not empty
	Encoding callback.Encoding
	// NoRequestID leaves out RequestId, which is observed and not documented.
	NoRequestID bool
}

// spot is a place in a head that differs from request to request.
type spot uint8

const (
	spotIP spot = iota
	spotPlatform
	spotRequestID
	spotSign
	spotTime
	spotLength
)

// head is the part of a request before the body, rendered once with its spots left open: filling them in takes a tenth
// of the time of writing a head anew.
type head struct {
	draft  exchange.Head
	pieces [][]byte // one more than spots
	spots  []spot
}

// newHead renders a head with marks in the spots, and cuts it at them.
func (w *Wire) newHead(of *callback.Webhook) *head {
	mark := "mark"
	for strings.Contains(w.Target.String()+w.AppID, mark) {
		mark += "k" // nothing else may look like a mark
	}
	name := func(b spot) string { return mark + string('A'+rune(b)) }
	q := of.Query(w.AppID, name(spotIP), name(spotPlatform))
	if !w.NoRequestID {
		q = append(q, callback.Param{Name: callback.ParamRequestID, Value: name(spotRequestID)})
	}
	if w.Token != "" {
		q = append(q, callback.Param{Name: callback.ParamSign, Value: name(spotSign)},
			callback.Param{Name: callback.ParamRequestTime, Value: name(spotTime)})
	}
	target := w.Target.AppendRequestTarget(nil, q, w.Encoding.Style)
	const length = "8019283746556473829"
	n, _ := strconv.Atoi(length)
	h := &head{draft: w.Target.Head()}
	text, from := h.draft.AppendHead(nil, target, n), 0
	for _, at := range regexp.MustCompile(mark+"([A-E])|"+length).FindAllSubmatchIndex(text, -1) {
		found := spotLength
		if at[2] >= 0 {
			found = spot(text[at[2]] - 'A')
		}
		h.pieces, h.spots, from = append(h.pieces, text[from:at[0]]), append(h.spots, found), at[1]
	}
	h.pieces = append(h.pieces, text[from:])
	return h
}

// filling is what goes into the spots: a text into each but that of the length.
type filling struct {
	texts  [spotLength]string
	length int
}

func (h *head) append(dst []byte, f *filling) []byte {
	for i, b := range h.spots {
		dst = append(dst, h.pieces[i]...)
		switch b {
		case spotIP:
			dst = appendAddress(dst, f.texts[b])
		case spotLength:
			dst = strconv.AppendInt(dst, int64(f.length), 10)
		default:
			dst = append(dst, f.texts[b]...)
		}
	}
	return append(dst, h.pieces[len(h.spots)]...)
}

// appendAddress writes an IP address as it stands in a query: of its characters only the colon is escaped.
func appendAddress(dst []byte, ip string) []byte {
	for {
		i := strings.IndexByte(ip, ':')
		if i < 0 {
			return append(dst, ip...)
		}
		dst, ip = append(append(dst, ip[:i]...), "%3A"...), ip[i+1:]
	}
}

// signature is the Sign of a second, made once.
type signature struct {
	second     int64
	time, sign string
}

func (s *signature) at(token string, second int64) {
	if token == "" || s.second == second {
		return
	}
	s.second, s.time = second, strconv.FormatInt(second, 10)
	s.sign = callback.Sign(token, s.time)
}
