package scenarios

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

// Reply is what came back to one request.
type Reply struct {
	Exchange  *exchange.Exchange
	parsed    conformance.Request
	Judgement conformance.Judgement
	request   *Request
	Step      int      // index into Case.Steps, or -1
	cut       bool     // the run was interrupted before there was an answer
	repeats   []*Reply // to the same request, sent again
	crossed   bool     // RequestTime came to the edge of its minute meanwhile
}

func (r *Reply) Status() int { return r.Exchange.Answer.Status }

// Answered reports whether a complete answer came in time.
func (r *Reply) Answered() bool {
	return r.Exchange.Failure.Cause == "" && r.Exchange.Answer.Status != 0 && !r.Exchange.Late()
}

// refusesMethod reports the right answer to a method that the receiver does not know (RFC 9110, section 15.6.2).
func (r *Reply) refusesMethod() bool {
	return r.Status() == 501 && !slices.Contains([]string{"", "GET", "HEAD", "POST"}, r.request.Head.Method)
}

// Valid reports whether the answer is VALID: status 200, and no rule fails it.
func (r *Reply) Valid() bool {
	return r.Answered() && r.Status() == 200 && !r.Judgement.Fails()
}

// Approved reports whether the answer lets a friend through: 200, OK, 0, and at least one ResultCode 0.
func (r *Reply) Approved() bool {
	g := ReadLenient(r.Exchange.Answer.Body)
	if r.Status() != 200 || g.Status != callback.StatusOK || !g.HasCode || g.Code != 0 {
		return false
	}
	for _, it := range g.Items {
		if it.hasCode && it.code == 0 {
			return true
		}
	}
	return false
}

// Failed reports whether the receiver says by the page's rules that processing failed.
func (r *Reply) Failed() bool {
	g := ReadLenient(r.Exchange.Answer.Body)
	return r.Answered() && r.Status() == 200 && g.Status == callback.StatusFail && g.HasCode && callback.CodeInRange(g.Code)
}

// Problem says in a few words what keeps the answer from being VALID.
func (r *Reply) Problem() language.Text {
	for i := range r.Judgement.Findings {
		if f := &r.Judgement.Findings[i]; f.Level == rule.Fail {
			finding := PassiveFinding(f, r.Step)
			return language.T("{rule}: {message}", "rule", f.Rule.ID, "message", messageOf(&finding))
		}
	}
	return r.Summary()
}

// Summary says in a few words what came.
func (r *Reply) Summary() language.Text {
	x := r.Exchange
	switch {
	case x.Failure.Cause != "" && x.Answer.Status == 0:
		return language.T("{cause}: {detail}", "cause", x.Failure.Cause, "detail", x.Failure.Detail)
	case x.Answer.Status != 200:
		return language.T("status {status}", "status", x.Answer.Status)
	case x.Late():
		return language.T("an answer after the deadline")
	case x.Failure.Cause != "":
		return language.T("status 200, then {cause}", "cause", x.Failure.Cause)
	case r.Approved():
		return language.T("status 200, and the friend is let through")
	case r.Judgement.Fails():
		return language.T("status 200, but {problem}", "problem", r.Problem())
	}
	g := ReadLenient(x.Answer.Body)
	if g.HasCode && g.Code != 0 {
		return language.T("status 200 with ErrorCode {code}", "code", g.Code)
	}
	return language.T("status 200, and nobody is let through")
}

// remedy is what to do about the first thing that is wrong with an answer.
func remedy(r *Reply) language.Sayer {
	return language.Func(func(w *language.Words) string {
		if len(r.Judgement.Findings) == 0 {
			return ""
		}
		return r.Judgement.Findings[0].In(w).Fix
	})
}

// Decisions are what the receiver says about every account.
func (r *Reply) Decisions() map[string]conformance.Says {
	said := make(map[string]conformance.Says, len(r.Judgement.Verdicts))
	for i := range r.Judgement.Verdicts {
		said[r.Judgement.Verdicts[i].Account] = r.Judgement.Verdicts[i].Said
	}
	return said
}

// Verdict finds the verdict on an account.
func (r *Reply) Verdict(account string) *conformance.Verdict {
	for i := range r.Judgement.Verdicts {
		if r.Judgement.Verdicts[i].Account == account {
			return &r.Judgement.Verdicts[i]
		}
	}
	return nil
}

// Lenient is an answer's body read leniently: what somebody who only wants to know the decision makes of it.
type Lenient struct {
	object  bool
	Status  string
	Code    int64
	HasCode bool
	info    string
	Items   []LenientItem
}

type LenientItem struct {
	Account string
	code    int64
	hasCode bool
	info    string
}

func ReadLenient(body []byte) Lenient {
	var g Lenient
	s := rawjson.New(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if g.object = s.Kind() == rawjson.Object; !g.object {
		return g
	}
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		switch kind := s.Kind(); string(rawjson.Unescape(nil, s.Key())) {
		case "ActionStatus":
			g.Status = readText(s)
		case "ErrorCode":
			g.Code, g.HasCode = readCode(s)
		case "ErrorInfo":
			g.info = readText(s)
		case "ResultItem":
			if kind != rawjson.Array {
				s.Skip()
				continue
			}
			g.readItems(s)
		default:
			s.Skip()
		}
	}
	g.object = s.Err() == nil
	return g
}

// manyItems is how many items are looked at: more than any request of a scenario asks for.
const manyItems = 8192

func (g *Lenient) readItems(s *rawjson.Scanner) {
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		if s.Kind() != rawjson.Object || n >= manyItems {
			s.Skip()
			continue
		}
		var it LenientItem
		s.Open()
		for m := 0; s.NextMember(m); m++ {
			switch string(rawjson.Unescape(nil, s.Key())) {
			case "To_Account":
				it.Account = readText(s)
			case "ResultCode":
				it.code, it.hasCode = readCode(s)
			case "ResultInfo":
				it.info = readText(s)
			default:
				s.Skip()
			}
		}
		g.Items = append(g.Items, it)
	}
}

func readText(s *rawjson.Scanner) string {
	if s.Kind() != rawjson.String {
		s.Skip()
		return ""
	}
	text, _ := s.String()
	return string(rawjson.Unescape(nil, text))
}

// readCode reads a number that is whole, however spelt.
func readCode(s *rawjson.Scanner) (int64, bool) {
	if s.Kind() != rawjson.Number {
		s.Skip()
		return 0, false
	}
	text, _ := s.Number()
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f != float64(int64(f)) {
		return 0, false
	}
	return int64(f), true
}

// From is who asks in the request.
func (r *Reply) From() string { return r.parsed.From }

// Pair names a friend request of the batch by both sides, the unwanted one first.
func (r *Reply) Pair(account string) string {
	return r.parsed.Webhook.OrFirst().Pair(r.parsed.From, account)
}
