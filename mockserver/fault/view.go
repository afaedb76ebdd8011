package fault

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// view is what the expressions of the table are about: the request, the answer that is about to be sent, and the receiver.
type view map[string]any

type viewItem struct{ To, Source string }

// viewOf is what there is to see; nothing of the answer where h is nil.
func viewOf(x *Handling, h *hit) view {
	q, v := x.Request(), functions()
	v["body"], v["head"], v["method"], v["path"], v["proto"] = x.Body, x.Head, x.Method, x.HTTP.URL.Path, x.HTTP.Proto
	v["length"] = x.HTTP.ContentLength // of the body as announced; below 0 where it comes in chunks
	v["remote"] = x.Remote             // address of the client
	v["closing"] = x.HTTP.Close        // the client asked for that
	v["unreadable"] = x.Unreadable != ""
	v["header"] = func(name string) string { return x.HTTP.Header.Get(name) }

	v["from"], v["requester"], v["add_type"] = q.FromAccount, q.RequesterAccount, q.Texts[callback.AddType]
	v["force"], v["event_time"] = q.Numbers[callback.Force], q.EventTime
	v["texts"] = x.texts()                               // that somebody typed
	v["extra"] = func() bool { return hasExtra(x.Body) } // members that the contract does not know
	v["param"], v["last"] = x.parameter, x.lastParameter // the first, and the last, of several parameters of a name
	v["has"] = func(name string) bool { _, ok := x.Query().Get(name); return ok }

	v["app_id"], v["token"], v["status"] = x.AppID, x.Token, x.Status // of a conforming answer
	v["clock"], v["ms"] = x.Start.Unix(), x.Start.UnixMilli()         // in seconds, and in milliseconds
	v["sign"], v["seconds"] = x.parameter(callback.ParamSign), x.parameter(callback.ParamRequestTime)
	v["digest"] = callback.Sign // of token and seconds
	v["passes"] = func(check string) bool { return refusal(check)(x) == "" }
	v["right"] = func(sign, seconds string) bool { return callback.CheckSign(x.Token, sign, seconds, x.Start) == nil }
	v["past"] = func(seconds string) bool { return x.near(seconds, -1) }  // not too far in the past
	v["future"] = func(seconds string) bool { return x.near(seconds, 1) } // not too far in the future

	items, params := []viewItem{}, []string{} // names of parameters
	for i := range q.Items {
		items = append(items, viewItem{q.Items[i].ToAccount, q.Items[i].Texts[callback.Source]})
	}
	for _, p := range x.Query() {
		params = append(params, p.Name)
	}
	v["items"], v["params"] = items, params
	if h != nil {
		v.seen(x, h)
	}
	return v
}

// seen adds the answer, and the fault that acts on it.
func (v view) seen(x *Handling, h *hit) {
	accounts, codes, infos := []string{}, []int64{}, []string{} // of a conforming answer, by items
	for i := range x.Reply.ResultItem {
		item := &x.Reply.ResultItem[i]
		accounts, codes, infos = append(accounts, item.ToAccount), append(codes, item.ResultCode), append(infos, item.ResultInfo)
	}
	v["accounts"], v["codes"], v["infos"] = accounts, codes, infos
	v["answer"], v["whole"] = x.Answer.Body, string(x.Answer.Append(nil, "")) // its body, and all of it
	v["documented"] = func() string { return string(x.Reply.Append(nil, callback.Documented)) }
	v["n"], v["nth"] = 0, int(h.number)            // of the item, and of the request that reaches the fault, from 1
	v["value"] = func() any { return h.act.given } // what stands after ID=: a time, a number, or a text
	v["delay"], v["noise"] = h.delay, h.noise
	m := &h.act.memory
	v["kept"], v["before"] = m.of, m.swap // what was kept under a key, or nil; before replaces it
	v["ever"] = func(holds bool) bool {   // now, or when it was asked before
		if holds {
			m.swap("ever", true)
		}
		return m.of("ever") != nil
	}
}

// nothing is a view with all names, for the types that they have.
func nothing() view {
	return viewOf(&Handling{HTTP: &http.Request{URL: &url.URL{}}}, &hit{act: &acting{act: &act{}}})
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
