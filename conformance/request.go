package conformance

import (
	"bytes"
	"fmt"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/conformance/rules/request"
	"github.com/chatcb/chatcb/internal/http1"
)

// RequestView is a request as a receiver, a proxy or a capture has it.
type RequestView struct {
	Method string // as spelt
	Target string // the request-target: "/path?SdkAppid=…"; a whole URL will do
	Proto  string // such as "HTTP/1.1"; "" where it is not known
	Head   []byte // the header lines, each with its CRLF; nil where they are not known, and then not judged
	Body   []byte // without its framing
}

// ParseRequest takes a raw request apart: request line, headers, and the body without the framing of chunks. An error
// says that there is no request line of three words, or no end of the headers.
func ParseRequest(raw []byte) (RequestView, error) {
	head, body := http1.Split(raw)
	line, lines, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte{'\n'})
	end := bytes.LastIndexByte(bytes.TrimSuffix(lines, []byte{'\n'}), '\n') + 1 // of the last header
	if len(bytes.TrimSpace(lines[end:])) > 0 || len(lines) == 0 {
		return RequestView{}, fmt.Errorf("the headers of the request do not end: it starts with %s", rule.ExcerptOf(raw))
	}
	words := bytes.Split(bytes.TrimSuffix(line, []byte{'\r'}), []byte{' '})
	if len(words) != 3 {
		return RequestView{}, fmt.Errorf("the request line has not three words: %q", line)
	}
	return RequestView{
		Method: string(words[0]), Target: string(words[1]), Proto: string(words[2]),
		Head: lines[:end:end], Body: http1.Unframe(head, body),
	}, nil
}

// RequestJudge judges requests: whether Chat would send them so. Its zero value is ready; it is only read, so that one
// RequestJudge serves many goroutines, each with its own Judgement.
type RequestJudge struct {
	AppID string    // the receiver's SdkAppid; "" accepts any
	Token string    // the receiver's token for Sign; "" asks for no Sign
	Now   time.Time // the receiver's clock; zero leaves freshness unjudged
}

// Judge judges a request and puts the findings into out, whose memory it uses again. A request as Chat sends it costs
// no allocation. It never fails: bytes that are no request at all have findings too.
func (j *RequestJudge) Judge(q *RequestView, out *Judgement) {
	if out.request == nil {
		out.request = new(request.Checker)
	}
	a := out.request
	a.Method, a.Proto, a.Content = q.Method, q.Proto, q.Body
	a.AppID, a.Token, a.Now = j.AppID, j.Token, j.Now
	a.Open(q.Target, q.Head, q.Body)
	out.Verdicts, out.Findings = out.Verdicts[:0], a.Findings(out.Findings[:0])
}

// Broken are the findings that fail: for what Chat would never send.
func (j *RequestJudge) Broken(q *RequestView) (broken []rule.Finding) {
	var out Judgement
	j.Judge(q, &out)
	for _, f := range out.Findings {
		if f.Level == rule.Fail {
			broken = append(broken, f)
		}
	}
	return broken
}

// Reading is what was read of the request that was judged last, so that a receiver need not read it again. It is lenient, as a
// receiver must be: members that are unknown, absent or of another type do not keep the rest from being read. It is good
// until the Judgement judges the next request.
func (j *Judgement) Reading() *read.Request { return &j.request.Request }

// ReadRequest reads the body of a request by itself. The problem is what keeps a receiver from answering, or "".
func ReadRequest(body string) (q callback.Request, problem string) {
	var a read.Request
	a.ReadRequest([]byte(body))
	a.Fill(body, &q)
	return q, a.Problem()
}
