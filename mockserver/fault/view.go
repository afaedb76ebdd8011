package fault

import (
	"slices"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// view is what the expressions of the table are about: the request, the answer that is about to be sent, and the receiver.
type view struct {
	Body       string `expr:"body"`
	Head       string `expr:"head"`
	Method     string `expr:"method"`
	Path       string `expr:"path"`
	Proto      string `expr:"proto"`
	Length     int64  `expr:"length"`  // of the body as announced; below 0 where it comes in chunks
	Remote     string `expr:"remote"`  // address of the client
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
	Codes    []int64  `expr:"codes"`    // and texts of a conforming answer, by items
	Infos    []string `expr:"infos"`
	N        int      `expr:"n"`     // of the item
	Nth      uint64   `expr:"nth"`   // request that reaches the fault, from 1
	Value    any      `expr:"value"` // what stands after ID=: a time, a number, or a text

	AppID   string `expr:"app_id"`
	Token   string `expr:"token"`
	Clock   int64  `expr:"clock"` // Unix time in seconds
	MS      int64  `expr:"ms"`    // and in milliseconds
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

	Documented func() string                  `expr:"documented"` // the answer as the page prints it
	Delay      func() time.Duration           `expr:"delay"`      // as drawn from a latency
	Noise      func() string                  `expr:"noise"`      // as many bytes as value says, that are not HTTP
	Kept       func(key string) any           `expr:"kept"`       // what was kept under a key, or nil
	Before     func(key string, keep any) any `expr:"before"`     // and is to be replaced
	Ever       func(holds bool) bool          `expr:"ever"`       // now, or when it was asked before
}

type viewItem struct{ To, Source string }

// viewOf is what there is to see; nothing of the answer where h is nil.
func viewOf(x *Handling, h *hit) *view {
	q := x.Request()
	v := &view{
		Body: x.Body, Head: x.Head, Method: x.Method, Path: x.HTTP.URL.Path, Proto: x.HTTP.Proto, Closing: x.HTTP.Close,
		Length: x.HTTP.ContentLength, Remote: x.Remote, Unreadable: x.Unreadable != "",
		From: q.FromAccount, Requester: q.RequesterAccount, AddType: q.Texts[callback.AddType], Force: q.Numbers[callback.Force],
		EventTime: q.EventTime, Texts: x.texts(),
		Answer: x.Answer.Body, Status: x.Status, AppID: x.AppID, Token: x.Token, Clock: x.Start.Unix(), MS: x.Start.UnixMilli(),
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
		v.seen(x, h)
	}
	return v
}

// seen adds the answer, and the fault that acts on it.
func (v *view) seen(x *Handling, h *hit) {
	v.Nth, v.Value, v.Whole = h.number, h.act.given, string(x.Answer.Append(nil, ""))
	for i := range x.Reply.ResultItem {
		item := &x.Reply.ResultItem[i]
		v.Accounts, v.Codes, v.Infos = append(v.Accounts, item.ToAccount), append(v.Codes, item.ResultCode), append(v.Infos, item.ResultInfo)
	}
	v.Documented = func() string { return string(x.Reply.Append(nil, callback.Documented)) }
	v.Delay, v.Noise = h.delay, h.noise
	v.Kept, v.Before = h.act.memory.of, h.act.memory.swap
	v.Ever = func(holds bool) bool {
		if holds {
			v.Before("ever", true)
		}
		return v.Kept("ever") != nil
	}
}

func hasExtra(body string) bool {
	q, err := callback.DecodeRequest([]byte(body))
	return err == nil && (len(q.Extra) > 0 || slices.ContainsFunc(q.Items, func(f callback.Item) bool { return len(f.Extra) > 0 }))
}

// near reports whether a time is not beyond one end of the window: the past's for -1, the future's for 1.
func (x *Handling) near(seconds string, end int64) bool {
	n, err := strconv.ParseUint(seconds, 10, 62)
	return err == nil && (int64(n)-x.Start.Unix())*end <= int64(callback.SignWindow/time.Second)
}
