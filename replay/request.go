package replay

import (
	"bytes"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// request is a captured request taken apart.
type request struct {
	head   http1.Request
	line   []byte // the request line, without its line feed
	mark   []byte // the byte order mark before the text, if there is one
	text   []byte // the body without framing and mark
	framed []byte // the body as it was sent
	joined []byte // the buffer of a body in chunks
}

var byteOrderMark = []byte("\ufeff")

// read takes the bytes of a request apart. They must stay as they are while the request is used. A body that is shorter
// than it promised is taken as it is.
func (q *request) read(sent []byte) error {
	q.head.MaxHead = max(len(sent), 1)
	q.mark, q.text, q.framed = nil, nil, nil
	ok, err := q.head.ReadHead(sent)
	if err != nil || !ok {
		return orEnded(err)
	}
	q.line, _, _ = bytes.Cut(sent[q.head.Start:], []byte{'\n'})
	q.framed = sent[q.head.HeadEnd:]
	q.text = q.framed
	if q.head.Framing == http1.FramingChunked {
		body := http1.NewBody(http1.FramingChunked, 0)
		q.joined = q.joined[:0]
		_, err = body.Take(q.framed, &q.joined)
		q.text = q.joined
	}
	if text, marked := bytes.CutPrefix(q.text, byteOrderMark); marked {
		q.mark, q.text = byteOrderMark, text
	}
	return err
}

// appendLine appends the request line with another target; method, protocol and line end stay as they are.
func (q *request) appendLine(dst, target []byte) []byte {
	dst = append(append(append(dst, q.head.Method...), ' '), target...)
	return append(append(dst, q.line[len(q.head.Method)+1+len(q.head.Target):]...), '\n')
}

// appendBody appends a body with this text, in the framing that the request has. The same text stays byte for byte.
func (q *request) appendBody(dst, text []byte) []byte {
	switch {
	case bytes.Equal(text, q.text):
		return append(dst, q.framed...)
	case q.head.Framing == http1.FramingChunked:
		return (&exchange.Head{Framing: exchange.ByChunks}).AppendBody(dst, append(q.mark[:len(q.mark):len(q.mark)], text...))
	}
	return append(append(dst, q.mark...), text...)
}

func orEnded(err error) error {
	if err == nil {
		return &http1.Error{Status: 400, What: "the header block does not end"}
	}
	return err
}

// query is what stands behind the question mark of the request-target.
func (q *request) query() []byte {
	_, query, _ := bytes.Cut(q.head.Target, []byte{'?'})
	return query
}

// judged is what the request asks about; as far as it can be read.
func (q *request) judged() conformance.Request {
	a, _ := conformance.RequestOf(q.text) // what is no request asks about nobody
	if sign, ok := callback.ParseQuery(string(q.query())).Get(callback.ParamSign); ok && sign != "" {
		a.Secrets = append(a.Secrets, sign)
	}
	return a
}
