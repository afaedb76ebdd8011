package rule

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// Sample is one answer, or one request, that proves a rule. Its zero value is the page's sample response with status 200
// to the page's sample request, or that request. An edit is a text and what replaces it where it first stands.
type Sample struct {
	Name   string `yaml:"name"`
	Raw    string `yaml:"raw"`    // the whole answer, or the whole request, as it came, instead of its parts
	Latin1 bool   `yaml:"latin1"` // each letter of Raw, or of the body, stands for one byte

	// The request's body, of an answer the one that it is to: the page's if there is none, or one about these accounts.
	Asks     string     `yaml:"asks"`
	EditAsks [][]string `yaml:"edit_asks"`
	Accounts []string   `yaml:"accounts"`

	// The parts of an answer.
	Body    string         `yaml:"body"`   // "" is the page's
	Edit    [][]string     `yaml:"edit"`   // of the page's body, or of the page's request where it is one
	Reason  string         `yaml:"reason"` // the page's body, but the first account is denied for this, as spelt in JSON
	Empty   bool           `yaml:"empty"`  // there is no body
	Status  int            `yaml:"status"` // 0 is 200
	Head    string         `yaml:"head"`   // header lines, each with CRLF; "" is the content type application/json
	Took    time.Duration  `yaml:"took"`   // until the last byte
	Failure callback.Cause `yaml:"failure"`

	// The parts of a request.
	Method    string     `yaml:"method"`
	Proto     string     `yaml:"proto"`
	Query     string     `yaml:"query"`
	EditQuery [][]string `yaml:"edit_query"`
	EditRaw   [][]string `yaml:"edit_raw"`

	// What is known when it is judged.
	Allow   []string `yaml:"allow"` // the accounts that are declared to be allowed
	Block   []string `yaml:"block"` // and those to be blocked
	Secrets []string `yaml:"secrets"`
	Hostile bool     `yaml:"hostile"`
	AppID   string   `yaml:"app_id"` // of the receiver of the request
	Token   string   `yaml:"token"`  // of the receiver of the request
	Now     int64    `yaml:"now"`    // the receiver's clock in Unix milliseconds

	Also []string `yaml:"also"` // the other rules that fire, in the order of the table
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

// Request returns the whole request that a sample of a rule of requests is.
func (s *Sample) Request() string {
	if s.Raw != "" {
		return s.bytes(s.Raw)
	}
	query := cmp.Or(s.Query, edited(PageQuery, s.EditQuery))
	body := s.bytes(cmp.Or(s.Asks, edited(callback.PrevFriendAdd.Sample, s.Edit)))
	return edited(SampleRequest(cmp.Or(s.Method, "POST"), cmp.Or(s.Proto, "HTTP/1.1"), query, body), s.EditRaw)
}

// RequestBody returns the body of the request that a sample of a rule of answers is the answer to.
func (s *Sample) RequestBody() string {
	if s.Accounts != nil {
		return Asks(s.Accounts...)
	}
	return cmp.Or(s.Asks, edited(callback.PrevFriendAdd.Sample, s.EditAsks))
}

func (s *Sample) answer() string {
	if s.Raw != "" {
		return s.bytes(s.Raw)
	}
	body := s.bytes(cmp.Or(s.Body, edited(callback.SampleResponse, s.Edit)))
	switch {
	case s.Empty:
		body = ""
	case s.Reason != "":
		body = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"id1","ResultCode":38000,` +
			`"ResultInfo":"` + s.Reason + `"},{"To_Account":"id2","ResultCode":0,"ResultInfo":""}]}`
	}
	return "HTTP/1.1 " + strconv.Itoa(cmp.Or(s.Status, 200)) + " X\r\n" + cmp.Or(s.Head, "Content-Type: application/json\r\n") +
		"Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
}

func edited(text string, edits [][]string) string {
	for _, e := range edits {
		text = strings.Replace(text, e[0], e[1], 1)
	}
	return text
}

// bytes are those that the letters of a text stand for.
func (s *Sample) bytes(text string) string {
	if !s.Latin1 {
		return text
	}
	b := make([]byte, 0, len(text))
	for _, r := range text {
		b = append(b, byte(r))
	}
	return string(b)
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
