package fault

import (
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// nativeAnswers are the faults whose answer takes more than an expression.
func nativeAnswers() map[string]Fault {
	return map[string]Fault{
		"gzip": {answer: func(x *Handling, _ *hit) {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write([]byte(x.Answer.Body)) // into memory
			_ = z.Close()
			x.Answer.Body = b.String()
			x.Answer.Header = http.Header{"Content-Type": {jsonType}, "Content-Encoding": {"gzip"}}
		}},
		"gbk-text": {answer: func(x *Handling, _ *hit) {
			x.Answer.Body = strings.ReplaceAll(x.Answer.Body, `"ResultInfo":""`, "\"ResultInfo\":\"\xba\xc3\xd3\xd1\"")
		}},
		"sign-any-recipe": {checks: map[string]func(*Handling) string{"sign": anyRecipe}},
		"long-info":       replying(func(r *callback.Response) { eachItem(r, 38000, strings.Repeat("not wanted ", 200)) }),
		"failed-in-part": replying(func(r *callback.Response) {
			r.ActionStatus, r.ErrorCode, r.ErrorInfo = callback.StatusFail, 38000, "broken"
			if len(r.ResultItem) > 0 {
				r.ResultItem[0].ResultCode, r.ResultItem[0].ResultInfo = 38000, "broken"
			}
		}),
		"first-decides": replying(func(r *callback.Response) {
			if len(r.ResultItem) > 0 {
				eachItem(r, r.ResultItem[0].ResultCode, r.ResultItem[0].ResultInfo)
			}
		}),
		"fails-to-deny": replying(func(r *callback.Response) {
			for i := range r.ResultItem {
				if item := &r.ResultItem[i]; item.ResultCode != 0 {
					r.ActionStatus, r.ErrorCode, r.ErrorInfo = callback.StatusFail, item.ResultCode, item.ResultInfo
					item.ResultCode, item.ResultInfo = 0, ""
				}
			}
		}),
		"one-code": replying(func(r *callback.Response) {
			for i := range r.ResultItem {
				if r.ResultItem[i].ResultCode != 0 {
					r.ResultItem[i].ResultCode = 38000
				}
			}
		}),
		"legal-documented": {answer: func(x *Handling, _ *hit) { x.Answer.Body = string(x.Reply.Append(nil, callback.Documented)) }},
		"legal-pretty": {answer: func(x *Handling, _ *hit) {
			var b bytes.Buffer
			if json.Indent(&b, []byte(x.Answer.Body), "", "\t") == nil {
				x.Answer.Body = strings.ReplaceAll(b.String(), "\n", "\r\n") + "\r\n"
			}
		}},
	}
}

// replying changes the answer before it is written.
func replying(change func(*callback.Response)) Fault {
	return Fault{answer: func(x *Handling, _ *hit) {
		change(&x.Reply)
		x.write()
	}}
}

// write writes the reply into the answer.
func (x *Handling) write() { x.Answer.Body = string(x.Reply.Append(nil, callback.Wire)) }

// eachItem gives every item this code and text.
func eachItem(r *callback.Response, code int64, info string) {
	for i := range r.ResultItem {
		r.ResultItem[i].ResultCode, r.ResultItem[i].ResultInfo = code, info
	}
}

// deny gives the items for which which holds a code, unless processing has failed; they count from 0.
func (x *Handling) deny(which func(n int) bool) {
	for i := range x.Reply.ResultItem {
		if x.Reply.ErrorCode == 0 && which(i) {
			x.Reply.ResultItem[i].ResultCode, x.Reply.ResultItem[i].ResultInfo = callback.MinCode, "not wanted"
		}
	}
	x.write()
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
	x.write()
}

// anyRecipe takes other digests of token and time than Chat's as well.
func anyRecipe(x *Handling) string {
	sign, seconds := x.parameter(callback.ParamSign), x.parameter(callback.ParamRequestTime)
	mac := hmac.New(sha256.New, []byte(x.Token))
	mac.Write([]byte(seconds)) // a hash takes everything
	sum := md5.Sum([]byte(x.Token + seconds))
	switch sign {
	case callback.Sign(seconds, x.Token), callback.Sign("", seconds), callback.Sign("xxxyyy", seconds), hex.EncodeToString(mac.Sum(nil)), hex.EncodeToString(sum[:]):
		if x.near(seconds, -1) && x.near(seconds, 1) {
			return ""
		}
	}
	return checkSign(x)
}

// near reports whether a time is not beyond one end of the window: the past's for -1, the future's for 1.
func (x *Handling) near(seconds string, end int64) bool {
	n, err := strconv.ParseUint(seconds, 10, 62)
	return err == nil && (int64(n)-x.Start.Unix())*end <= int64(callback.SignWindow/time.Second)
}
