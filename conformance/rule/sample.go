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
	Name    string         `yaml:"name"`
	Asks    string         `yaml:"asks"`    // the request's body; "" is the page's
	Body    string         `yaml:"body"`    // the answer's body; "" is the page's, see Empty
	Empty   bool           `yaml:"empty"`   // the body is empty
	Status  int            `yaml:"status"`  // 0 is 200
	Head    string         `yaml:"head"`    // header lines, each with CRLF; "" is the content type application/json
	Raw     string         `yaml:"raw"`     // the whole answer as it came, instead of Body, Status and Head; or the whole request
	Took    time.Duration  `yaml:"took"`    // until the last byte
	Failure callback.Cause `yaml:"failure"` // of the delivery
	Allow   []string       `yaml:"allow"`   // the accounts that are declared to be allowed
	Block   []string       `yaml:"block"`   // and those to be blocked
	Secrets []string       `yaml:"secrets"`
	Hostile bool           `yaml:"hostile"`
	AppID   string         `yaml:"app_id"` // of the receiver of the request
	Token   string         `yaml:"token"`  // of the receiver of the request
	Now     int64          `yaml:"now"`    // the receiver's clock in Unix milliseconds
	Also    []string       `yaml:"also"`   // the other rules that fire, in the order of the table
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

// Asks is the body of a request for these accounts.
func Asks(accounts ...string) string {
	q := callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: "id", FromAccount: "id",
		Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}, EventTime: 1631777344870,
	}
	for _, account := range accounts {
		q.Items = append(
			q.Items, callback.Item{ToAccount: account, Texts: callback.Texts{callback.Source: "AddSource_Type_Android"}},
		)
	}
	return string(callback.Encoding{Style: callback.Documented, OmitEmpty: true}.Append(nil, &q))
}
