package rule

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// Sample is one answer, or one request, that proves a rule. Its zero value is the page's sample response with status 200
// to the page's sample request, or that request.
type Sample struct {
	Name    string
	Asks    string         // the request's body; "" is the page's
	Body    string         // the answer's body; "" is the page's, see Empty
	Empty   bool           // the body is empty
	Status  int            // 0 is 200
	Head    string         // header lines, each with CRLF; "" is the content type application/json
	Raw     string         // the whole answer as it came, instead of Body, Status and Head; or the whole request
	Took    time.Duration  // until the last byte
	Failure callback.Cause // of the delivery
	Allow   []string       // the accounts that are declared to be allowed
	Block   []string       // and those to be blocked
	Secrets []string
	Hostile bool
	AppID   string   // of the receiver of the request
	Token   string   // of the receiver of the request
	Now     int64    // the receiver's clock in Unix milliseconds
	Also    []string // the other rules that fire, in the order of the table
}

// Exchange returns the sample as the exchange it would be on the wire.
func (s *Sample) Exchange() *exchange.Exchange {
	x := &exchange.Exchange{
		Sent:    []byte("POST / HTTP/1.1\r\nHost: receiver\r\n\r\n" + s.RequestBody()),
		Phases:  exchange.Phases{LastByte: s.Took},
		Failure: exchange.Failure{Cause: s.Failure},
	}
	if s.Failure == "" || s.Raw != "" {
		x.Received = []byte(s.answer())
		x.Answer.Advance(x.Received, true)
	}
	return x
}

// Request returns the whole request that a sample of a rule of requests is: Raw, or the page's.
func (s *Sample) Request() string {
	if s.Raw != "" {
		return s.Raw
	}
	return SampleRequest("POST", "HTTP/1.1", PageQuery, callback.PrevFriendAdd.Sample)
}

// RequestBody returns the body of the request that a sample of a rule of answers is the answer to.
func (s *Sample) RequestBody() string {
	if s.Asks != "" {
		return s.Asks
	}
	return callback.PrevFriendAdd.Sample
}

func (s *Sample) answer() string {
	if s.Raw != "" {
		return s.Raw
	}
	status, head, body := s.Status, s.Head, s.Body
	if status == 0 {
		status = 200
	}
	if head == "" {
		head = "Content-Type: application/json\r\n"
	}
	if body == "" && !s.Empty {
		body = callback.SampleResponse
	}
	return "HTTP/1.1 " + strconv.Itoa(status) + " X\r\n" + head + "Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
}

// PageQuery is the query of the page's sample URL, filled in.
const PageQuery = "SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=127.0.0.1&OptPlatform=iOS"

// SampleRequest is a raw request with the headers of captured ones.
func SampleRequest(method, proto, query, body string) string {
	return method + " /?" + query + " " + proto + "\r\nHost: receiver\r\nContent-Type: application/json\r\n" +
		"Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
}
