package fault

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/chatcb/chatcb/callback"
)

// view is what the expressions of the table are about: the request, the answer that is about to be sent, and the receiver.
type view struct {
	Body       string `expr:"body"`
	Head       string `expr:"head"`
	Method     string `expr:"method"`
	Path       string `expr:"path"`
	Proto      string `expr:"proto"`
	Closing    bool   `expr:"closing"` // the client asked for that
	Unreadable bool   `expr:"unreadable"`

	From      string     `expr:"from"`
	Requester string     `expr:"requester"`
	AddType   string     `expr:"add_type"`
	Force     int64      `expr:"force"`
	EventTime int64      `expr:"event_time"`
	Items     []viewItem `expr:"items"`
	Texts     []string   `expr:"texts"`  // that somebody typed
	Params    []string   `expr:"params"` // names

	Answer   string   `expr:"answer"`   // body of the answer
	Whole    string   `expr:"whole"`    // answer
	Status   int      `expr:"status"`   // of a conforming answer
	Accounts []string `expr:"accounts"` // that are answered
	N        int      `expr:"n"`        // of the item
	Nth      uint64   `expr:"nth"`      // request that reaches the fault, from 1

	AppID   string `expr:"app_id"`
	Token   string `expr:"token"`
	Clock   int64  `expr:"clock"` // Unix time in seconds
	Sign    string `expr:"sign"`
	Seconds string `expr:"seconds"` // RequestTime
	Chunked string `expr:"chunked"` // the head of a chunked answer

	Param  func(name string) string           `expr:"param"`
	Last   func(name string) string           `expr:"last"` // of several parameters of a name
	Has    func(name string) bool             `expr:"has"`  // such a parameter
	Header func(name string) string           `expr:"header"`
	Passes func(check string) bool            `expr:"passes"`
	Right  func(sign, seconds string) bool    `expr:"right"`
	Past   func(seconds string) bool          `expr:"past"`   // not too far in the past
	Future func(seconds string) bool          `expr:"future"` // not too far in the future
	Extra  func() bool                        `expr:"extra"`  // members that the contract does not know
	Digest func(token, seconds string) string `expr:"digest"`
}

type viewItem struct{ To, Source string }

// viewOf is what there is to see; nothing of the answer where h is nil.
func viewOf(x *Handling, h *hit) *view {
	q := x.Request()
	v := &view{
		Body: x.Body, Head: x.Head, Method: x.Method, Path: x.HTTP.URL.Path, Proto: x.HTTP.Proto, Closing: x.HTTP.Close,
		Unreadable: x.Unreadable != "",
		From:       q.FromAccount, Requester: q.RequesterAccount, AddType: q.Texts[callback.AddType], Force: q.Numbers[callback.Force],
		EventTime: q.EventTime, Texts: x.texts(),
		Answer: x.Answer.Body, Status: x.Status, AppID: x.AppID, Token: x.Token, Clock: x.Start.Unix(),
		Sign: x.parameter(callback.ParamSign), Seconds: x.parameter(callback.ParamRequestTime), Chunked: chunkedHead,
		Param: x.parameter, Last: x.lastParameter, Header: x.HTTP.Header.Get, Digest: callback.Sign,
		Has:    func(name string) bool { _, ok := x.Query().Get(name); return ok },
		Passes: func(check string) bool { return refusal(check)(x) == "" },
		Right:  func(sign, seconds string) bool { return callback.CheckSign(x.Token, sign, seconds, x.Start) == nil },
		Extra:  func() bool { return hasExtra(x.Body) },
		Past:   func(seconds string) bool { return x.near(seconds, -1) },
		Future: func(seconds string) bool { return x.near(seconds, 1) },
	}
	for i := range q.Items {
		v.Items = append(v.Items, viewItem{q.Items[i].ToAccount, q.Items[i].Texts[callback.Source]})
	}
	for _, p := range x.Query() {
		v.Params = append(v.Params, p.Name)
	}
	if h != nil {
		v.Nth, v.Whole = h.number, string(x.Answer.Append(nil, ""))
		for i := range x.Reply.ResultItem {
			v.Accounts = append(v.Accounts, x.Reply.ResultItem[i].ToAccount)
		}
	}
	return v
}

func hasExtra(body string) bool {
	q, err := callback.DecodeRequest([]byte(body))
	return err == nil && (len(q.Extra) > 0 || slices.ContainsFunc(q.Items, func(f callback.Item) bool { return len(f.Extra) > 0 }))
}

// functions are those that expressions have beside what they see.
func functions() []expr.Option {
	of := func(name string, fn func(args ...any) any, typ any) expr.Option {
		return expr.Function(name, func(args ...any) (any, error) { return fn(args...), nil }, typ)
	}
	return []expr.Option{
		of("size", func(args ...any) any { return len(args[0].(string)) }, new(func(string) int)), // in bytes
		of("occurs", func(args ...any) any { return strings.Count(args[0].(string), args[1].(string)) }, new(func(string, string) int)),
		of("cut", func(args ...any) any { return args[0].(string)[:int(args[1].(float64))] }, new(func(string, float64) string)),
		of("hex", func(args ...any) any { return strconv.FormatInt(int64(args[0].(int)), 16) }, new(func(int) string)),
		of("quote", func(args ...any) any { return strconv.Quote(args[0].(string)) }, new(func(string) string)),
		of("utf8", func(args ...any) any { return utf8.ValidString(args[0].(string)) }, new(func(string) bool)),
		of("ascii", func(args ...any) any { return strings.Map(toASCII, args[0].(string)) }, new(func(string) string)),
		of("number", func(args ...any) any { return numberIn(args[0].(string)) }, new(func(string) float64)),
		of("framed", func(args ...any) any { return fmt.Sprintf(framedHead, args[0]) }, new(func(int) string)),
	}
}

// framedHead is the head of an answer whose Content-Length is a claim.
const framedHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"

func toASCII(r rune) rune {
	if r >= utf8.RuneSelf || r < ' ' {
		return '?'
	}
	return r
}

// numberIn is NaN for a text that is no number.
func numberIn(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return f
}

// expression evaluates a text of the table, which is compiled when it is first needed. What fails to be evaluated is the zero
// value: the condition does not hold.
func expression[T any](text string) func(*view) T {
	program := sync.OnceValue(func() *vm.Program {
		p, err := expr.Compile(text, append(functions(), expr.Env(&view{}))...)
		if err != nil {
			panic(err) // of the table, and compiled by the tests
		}
		return p
	})
	return func(v *view) (value T) {
		if got, err := expr.Run(program(), v); err == nil {
			value, _ = got.(T)
		}
		return value
	}
}

func condition(text string) func(*view) bool { return expression[bool](text) }

// listed is a list of texts, as an expression makes it.
func listed(list any) (texts []string) {
	switch list := list.(type) {
	case []string:
		return list
	case []any:
		for _, one := range list {
			texts = append(texts, fmt.Sprint(one))
		}
	}
	return texts
}
