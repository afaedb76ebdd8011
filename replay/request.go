package replay

import (
	"bytes"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/http1"
)

// request is a captured request taken apart.
type request struct {
	head   http1.Request
	body   []byte // without its framing
	framed []byte // as it was sent
	joined []byte // the buffer of a body in chunks
}

// read takes the bytes of a request apart. They must stay as they are while the request is used. A body that is shorter
// than it promised is taken as it is.
func (q *request) read(sent []byte) error {
	q.head.MaxHead = max(len(sent), 1)
	ok, err := q.head.ReadHead(sent)
	if err != nil || !ok {
		q.body = nil
		return orEnded(err)
	}
	q.framed = sent[q.head.HeadEnd:]
	q.body = q.framed
	if q.head.Framing != http1.FramingChunked {
		return nil
	}
	body := http1.NewBody(http1.FramingChunked, 0)
	q.joined = q.joined[:0]
	_, err = body.Take(q.framed, &q.joined)
	q.body = q.joined
	return err
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
	a, _ := conformance.RequestOf(q.body) // what is no request asks about nobody
	if sign, ok := callback.ParseQuery(string(q.query())).Get(callback.ParamSign); ok && sign != "" {
		a.Secrets = append(a.Secrets, sign)
	}
	return a
}
