package fault

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// row is a fault as it stands in the table: what is said of it, and what it does, in this order.
type row struct {
	Fault
	Usual string `yaml:"usual"` // what stands after ID= where nothing does

	TLS   *forgery `yaml:"tls"`   // what it presents in a handshake; such a fault counts handshakes
	Reads *reading `yaml:"reads"` // how it reads the body of the request

	Lacks   []string           `yaml:"lacks"`   // checks that it does not have
	Accepts map[string]formula `yaml:"accepts"` // when a check passes, in place of the right one

	When     formula `yaml:"when"`     // only then it does what follows
	Chokes   formula `yaml:"chokes"`   // when it answers 500 with a page, and does nothing else
	Refuses  formula `yaml:"refuses"`  // when it fails with a code and a shape of its own
	Approves bool    `yaml:"approves"` // it answers as in the page's sample
	Alone    *alone  `yaml:"alone"`    // it works on one request at a time
	Waits    formula `yaml:"waits"`    // how long it takes

	Head     *said   `yaml:"head"`
	Items    *said   `yaml:"items"`
	Info     string  `yaml:"info"`     // ErrorInfo
	Denies   formula `yaml:"denies"`   // which items, of which n is the number, unless it fails
	Blames   formula `yaml:"blames"`   // the item whose code and text are those of a failure
	Code     formula `yaml:"code"`     // of item n
	Says     formula `yaml:"says"`     // the text of item n
	Accounts formula `yaml:"accounts"` // that it answers

	Page   formula            `yaml:"page"` // a page of this status, as proxies make them
	Say    *string            `yaml:"say"`  // in place of the body
	Body   formula            `yaml:"body"` // what becomes of the body
	Edit   [][]string         `yaml:"edit"` // a text, and what replaces it
	Match  [][]string         `yaml:"match"`
	Type   *string            `yaml:"type"` // Content-Type; "" is none
	Header map[string]formula `yaml:"header"`
	Status formula            `yaml:"status"`
	Raw    formula            `yaml:"raw"`                               // all bytes, after which the connection closes, or what end says
	End    Ending             `yaml:"end" enum:"closed,reset,lingering"` // without an answer, unless there is raw
	Hold   formula            `yaml:"hold"`                              // how long it says nothing before that
	Pace   formula            `yaml:"pace"`                              // the time between two bytes of the body
}

// said is the head of an answer, or an item.
type said struct {
	Status string `yaml:"status"`
	Code   int64  `yaml:"code"`
	Info   string `yaml:"info"`
}

// alone is a receiver that works on one request at a time.
type alone struct {
	For  time.Duration `yaml:"for"`  // how long it takes
	Else int           `yaml:"else"` // the status of the page for others; 0 has them wait
}

func (a *alone) work(x *Handling, h *hit) {
	if a.Else == 0 {
		h.act.gate <- struct{}{}
	} else {
		select {
		case h.act.gate <- struct{}{}:
		default:
			page(x, a.Else)
			return
		}
	}
	x.Pause(a.For)
	<-h.act.gate
}

// spoil changes the answer of a conforming receiver.
func (r *row) spoil(x *Handling, h *hit) {
	switch {
	case r.When.given() && !r.When.holds(viewOf(x, h)):
		return
	case r.Chokes.given() && r.Chokes.holds(viewOf(x, h)):
		page(x, http.StatusInternalServerError)
	case r.Refuses.given() && r.Refuses.holds(viewOf(x, h)):
		x.Answer.Body = `{"ActionStatus":"FAIL","ErrorCode":1001,"ErrorInfo":"bad request"}`
	case r.Approves:
		x.Answer = Answer{Status: http.StatusOK, Body: callback.SampleResponse}
	}
	if r.Alone != nil {
		r.Alone.work(x, h)
	}
	if r.Waits.given() {
		if d := r.Waits.time(viewOf(x, h)); d > 0 && x.Pause(d) { // the client gave up, so nothing will reach it
			x.Answer = Answer{End: EndClosed, Left: true}
		}
	}
	r.reply(x, h)
	r.shape(x, h)
	r.end(x, h)
}

// reply changes what is said, before it is written.
func (r *row) reply(x *Handling, h *hit) {
	said := slices.ContainsFunc([]formula{r.Denies, r.Blames, r.Code, r.Says, r.Accounts}, formula.given)
	if r.Head == nil && r.Items == nil && r.Info == "" && !said {
		return
	}
	v, to := viewOf(x, h), &x.Reply
	if r.Head != nil {
		to.ActionStatus, to.ErrorCode, to.ErrorInfo = r.Head.Status, r.Head.Code, r.Head.Info
	}
	to.ErrorInfo = cmp.Or(r.Info, to.ErrorInfo)
	if r.Blames.given() {
		item := &to.ResultItem[r.Blames.number(v)]
		to.ActionStatus, to.ErrorCode, to.ErrorInfo = callback.StatusFail, item.ResultCode, item.ResultInfo
	}
	for n := range to.ResultItem {
		item := &to.ResultItem[n]
		v["n"] = n
		switch {
		case r.Items != nil:
			item.ResultCode, item.ResultInfo = r.Items.Code, r.Items.Info
		case to.ErrorCode == 0 && r.Denies.given() && r.Denies.holds(v):
			item.ResultCode, item.ResultInfo = callback.MinCode, "not wanted"
		}
		if r.Code.given() {
			item.ResultCode = r.Code.number(v)
		}
		if r.Says.given() {
			item.ResultInfo = r.Says.text(v)
		}
	}
	if r.Accounts.given() && len(to.ResultItem) > 0 {
		x.answerAbout(listed(r.Accounts.of(v)))
	}
	x.Answer.Body = string(to.Append(nil, callback.Wire))
}

// answerAbout has the reply be about these accounts: each with what was decided about it, or else about the one in its place.
func (x *Handling) answerAbout(accounts []string) {
	old := slices.Clone(x.Reply.ResultItem)
	x.Reply.ResultItem = x.Reply.ResultItem[:0]
	for i, id := range accounts {
		var item callback.ResultItem
		if at := slices.IndexFunc(old, func(o callback.ResultItem) bool { return o.ToAccount == id }); at >= 0 {
			item = old[at]
		} else if i < len(old) {
			item = old[i]
		}
		item.ToAccount = id
		x.Reply.ResultItem = append(x.Reply.ResultItem, item)
	}
}

// shape changes the answer as it is written.
func (r *row) shape(x *Handling, h *hit) {
	a := &x.Answer
	if r.Page.given() {
		page(x, int(r.Page.number(viewOf(x, h))))
	}
	if r.Say != nil {
		a.Body = *r.Say
	}
	if r.Body.given() {
		a.Body = r.Body.text(viewOf(x, h))
	}
	for _, pair := range r.Edit {
		a.Body = strings.ReplaceAll(a.Body, pair[0], pair[1])
	}
	for _, pair := range r.Match {
		a.Body = regexp.MustCompile(pair[0]).ReplaceAllString(a.Body, pair[1])
	}
	if r.Type != nil {
		a.Header = http.Header{}
		if *r.Type != "" {
			a.Header.Set("Content-Type", *r.Type)
		}
	}
	for name, value := range r.Header {
		if a.Header == nil {
			a.Header = http.Header{"Content-Type": {jsonType}}
		}
		a.Header.Set(name, value.text(viewOf(x, h)))
	}
	if r.Status.given() {
		a.Status = int(r.Status.number(viewOf(x, h)))
	}
}

// end changes how the answer goes over the wire.
func (r *row) end(x *Handling, h *hit) {
	a := &x.Answer
	switch {
	case r.Raw.given():
		*a = Answer{Raw: r.Raw.text(viewOf(x, h)), IsRaw: true, End: cmp.Or(r.End, EndClosed)}
	case r.End != EndKept:
		*a = Answer{End: r.End}
	}
	if r.Hold.given() {
		a.Hold = r.Hold.time(viewOf(x, h))
	}
	if r.Pace.given() {
		a.Pace = r.Pace.time(viewOf(x, h))
	}
}

// page answers with an HTML page as proxies make them.
func page(x *Handling, status int) {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	x.Answer = Answer{
		Status: status, Header: http.Header{"Content-Type": {"text/html"}},
		Body: "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title + "</h1></center>\r\n</body>\r\n</html>\r\n",
	}
}
