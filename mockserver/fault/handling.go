package fault

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// Handling is one request that a receiver is at work on: what a fault may look at, and change. Its buffers are used again.
type Handling struct {
	// HTTP and Writer are those of net/http; nil where no fault can act.
	HTTP   *http.Request
	Writer http.ResponseWriter

	AppID, Token string          // of the receiver
	Closed       <-chan struct{} // closed when the receiver ends
	Start        time.Time
	Remote       string // address of the client
	Method       string
	QueryString  string

	Limit      int    // of a body, in bytes
	Raw        []byte // the body as it is read
	Head, Body string // of the request, once it is read
	Unreadable string // why the request cannot be answered, or ""

	Status int // of a conforming answer
	Reply  callback.Response
	Answer Answer // what is sent back

	hits    []hit // the faults that act
	request *callback.Request
	query   callback.Query
}

// Begin empties the handling for another request, and keeps its buffers.
func (x *Handling) Begin() {
	clear(x.hits)
	clear(x.Reply.ResultItem)
	reply := callback.Response{ResultItem: x.Reply.ResultItem[:0]}
	*x = Handling{Raw: x.Raw[:0], Status: http.StatusOK, Reply: reply, hits: x.hits[:0]}
}

// Request is what was asked, as far as it could be read.
func (x *Handling) Request() *callback.Request {
	if x.request == nil {
		q, _ := conformance.ReadRequest(x.Body)
		x.request = &q
	}
	return x.request
}

// SetRequest spares reading the request again where that has been done.
func (x *Handling) SetRequest(q *callback.Request) { x.request = q }

// Query is the parameters of the URL.
func (x *Handling) Query() callback.Query {
	if x.query == nil {
		x.query = callback.ParseQuery(x.QueryString)
	}
	return x.query
}

// ErrTooLarge says that a body is over the limit.
var ErrTooLarge = errors.New("the body is over the limit")

// ReadBody reads the whole body, as a receiver should or as a fault has it, so that net/http notices when the client leaves.
func (x *Handling) ReadBody() error {
	for i := range slices.Backward(x.hits) { // of several the last
		if h := &x.hits[i]; h.act.fault.Reads != nil {
			return h.act.fault.Reads.read(x, h)
		}
	}
	if n := x.HTTP.ContentLength; n > int64(x.Limit) {
		return ErrTooLarge
	} else if n > 0 {
		x.Raw = slices.Grow(x.Raw[:0], min(int(n)+1, 64<<10)) // one more, to read the end with the last bytes
	}
	return x.readAll()
}

// readAll reads the body as a receiver should.
func (x *Handling) readAll() error {
	for x.Raw = x.Raw[:0]; ; {
		if len(x.Raw) == cap(x.Raw) {
			x.Raw = slices.Grow(x.Raw, 512)
		}
		n, err := x.HTTP.Body.Read(x.Raw[len(x.Raw):cap(x.Raw)])
		x.Raw = x.Raw[:len(x.Raw)+n]
		switch {
		case len(x.Raw) > x.Limit:
			return ErrTooLarge
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// Pause waits, and reports whether the client left or the server was closed before the time was over. The body has been
// read, or net/http would not notice the one; a deadline for reading would look like it.
func (x *Handling) Pause(d time.Duration) (over bool) {
	control := http.NewResponseController(x.Writer)
	_ = control.SetReadDeadline(time.Time{})
	_ = control.SetWriteDeadline(time.Time{})
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return false
	case <-x.HTTP.Context().Done():
	case <-x.Closed:
	}
	return true
}

// parameter is the first value of a parameter.
func (x *Handling) parameter(name string) string {
	value, _ := x.Query().Get(name)
	return value
}

// lastParameter is the last one, as some frameworks have it.
func (x *Handling) lastParameter(name string) string {
	for _, p := range slices.Backward(x.Query()) {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// texts lists every text of the request that somebody typed.
func (x *Handling) texts() []string {
	q := x.Request()
	list := []string{q.FromAccount, q.RequesterAccount}
	for i := range q.Items {
		f := &q.Items[i]
		list = append(list, f.ToAccount, f.Texts[callback.Remark], f.Texts[callback.Group], f.Texts[callback.Wording])
	}
	return list
}
