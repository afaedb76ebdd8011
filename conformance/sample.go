package conformance

import (
	"strconv"
	"strings"
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
	Expect  map[string]Effect
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
		Sent:    []byte("POST / HTTP/1.1\r\nHost: receiver\r\n\r\n" + s.request()),
		Phases:  exchange.Phases{LastByte: s.Took},
		Failure: exchange.Failure{Cause: s.Failure},
	}
	if s.Failure == "" || s.Raw != "" {
		x.Received = []byte(s.answer())
		x.Answer.Advance(x.Received, true)
	}
	return x
}

// Asked returns what the sample's request asks.
func (s *Sample) Asked() Asked {
	a, _ := AskedOf([]byte(s.request())) // some requests are wrong on purpose
	a.Secrets, a.Hostile = s.Secrets, s.Hostile
	return a
}

// Request returns the whole request that a sample of a rule of requests is: Raw, or the page's.
func (s *Sample) Request() string {
	if s.Raw != "" {
		return s.Raw
	}
	return querying(pageQuery)
}

func (s *Sample) request() string {
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

// body is an answer with these spellings of its members' values and these items.
func body(status, code, info string, items ...string) string {
	return `{"ActionStatus":` + status + `,"ErrorCode":` + code + `,"ErrorInfo":` + info + `,"ResultItem":[` + strings.Join(items, ",") + `]}`
}

// entry is an item with these spellings of its members' values.
func entry(account, code, info string) string {
	return `{"To_Account":` + account + `,"ResultCode":` + code + `,"ResultInfo":` + info + `}`
}

// deciding is an answer to the page's request with these ResultCodes and texts that fit them.
func deciding(code1, code2 string) string {
	return body(`"OK"`, `0`, `""`, entry(`"id1"`, code1, reason(code1)), entry(`"id2"`, code2, reason(code2)))
}

func reason(code string) string {
	if code == "0" {
		return `""`
	}
	return `"not wanted"`
}

// failing is an answer with this ErrorCode that denies everybody too.
func failing(code string) string {
	return body(
		`"FAIL"`, code, `"database down"`, entry(`"id1"`, `38000`, `"try later"`),
		entry(`"id2"`, `38000`, `"try later"`),
	)
}

// edited is the page's sample response with one text replaced.
func edited(old, replacement string) string {
	return strings.Replace(callback.SampleResponse, old, replacement, 1)
}

// asks is the body of a request for these accounts.
func asks(accounts ...string) string {
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

// allowing is an answer that lets these accounts through.
func allowing(accounts ...string) string {
	return string(callback.Allow(accounts...).Append(nil, callback.Wire))
}
