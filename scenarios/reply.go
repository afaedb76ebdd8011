package scenarios

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// reply is what came back to one request.
type reply struct {
	x         *exchange.Exchange
	asked     conformance.Asked
	judgement conformance.Judgement
	request   *request
	step      int  // index into Case.Steps, or -1
	cut       bool // the run was interrupted before there was an answer
}

func (r *reply) status() int { return r.x.Answer.Status }

// answered reports whether a complete answer came in time.
func (r *reply) answered() bool {
	return r.x.Failure.Cause == "" && r.x.Answer.Status != 0 && !r.x.Late()
}

// valid reports whether the answer is VALID: status 200, and no rule fails it.
func (r *reply) valid() bool {
	return r.answered() && r.status() == 200 && !r.judgement.Fails()
}

// approved reports whether the answer lets a friend through: 200, OK, 0, and at least one ResultCode 0.
func (r *reply) approved() bool {
	g := readGist(r.x.Answer.Body)
	if r.status() != 200 || g.status != callback.StatusOK || !g.hasCode || g.code != 0 {
		return false
	}
	for _, it := range g.items {
		if it.hasCode && it.code == 0 {
			return true
		}
	}
	return false
}

// failed reports whether the receiver says by the page's rules that processing failed.
func (r *reply) failed() bool {
	g := readGist(r.x.Answer.Body)
	return r.answered() && r.status() == 200 && g.status == callback.StatusFail && g.hasCode && callback.CodeInRange(g.code)
}

// problem says in a few words what keeps the answer from being VALID.
func (r *reply) problem() string {
	for i := range r.judgement.Findings {
		if f := &r.judgement.Findings[i]; f.Level == conformance.Fail {
			return f.Rule.ID + ": " + f.Message
		}
	}
	return r.summary()
}

// summary says in a few words what came.
func (r *reply) summary() string {
	x := r.x
	switch {
	case x.Failure.Cause != "" && x.Answer.Status == 0:
		return fmt.Sprintf("%s: %s", x.Failure.Cause, x.Failure.Detail)
	case x.Answer.Status != 200:
		return fmt.Sprintf("status %d", x.Answer.Status)
	case x.Late():
		return "an answer after the deadline"
	case x.Failure.Cause != "":
		return fmt.Sprintf("status 200, then %s", x.Failure.Cause)
	case r.approved():
		return "status 200, and the friend is let through"
	case r.judgement.Fails():
		return "status 200, but " + r.problem()
	}
	g := readGist(x.Answer.Body)
	if g.hasCode && g.code != 0 {
		return fmt.Sprintf("status 200 with ErrorCode %d", g.code)
	}
	return "status 200, and nobody is let through"
}

// remedy is what to do about the first thing that is wrong with the answer.
func (r *reply) remedy() string {
	if len(r.judgement.Findings) == 0 {
		return ""
	}
	return r.judgement.Findings[0].Remedy()
}

// decisions are what the receiver says about every account.
func (r *reply) decisions() map[string]conformance.Says {
	said := make(map[string]conformance.Says, len(r.judgement.Verdicts))
	for i := range r.judgement.Verdicts {
		said[r.judgement.Verdicts[i].Account] = r.judgement.Verdicts[i].Said
	}
	return said
}

// verdict finds the verdict on an account.
func (r *reply) verdict(account string) *conformance.Verdict {
	for i := range r.judgement.Verdicts {
		if r.judgement.Verdicts[i].Account == account {
			return &r.judgement.Verdicts[i]
		}
	}
	return nil
}

// gist is an answer's body read leniently: what somebody who only wants to know the decision makes of it.
type gist struct {
	object  bool
	status  string
	code    int64
	hasCode bool
	info    string
	items   []gistItem
}

type gistItem struct {
	account string
	code    int64
	hasCode bool
	info    string
}

func readGist(body []byte) gist {
	var g gist
	s := rawjson.New(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if g.object = s.Kind() == rawjson.Object; !g.object {
		return g
	}
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		switch kind := s.Kind(); string(rawjson.Unescape(nil, s.Key())) {
		case "ActionStatus":
			g.status = readText(s)
		case "ErrorCode":
			g.code, g.hasCode = readCode(s)
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

func (g *gist) readItems(s *rawjson.Scanner) {
	s.Open()
	for n := 0; s.NextElement(n); n++ {
		if s.Kind() != rawjson.Object {
			s.Skip()
			continue
		}
		var it gistItem
		s.Open()
		for m := 0; s.NextMember(m); m++ {
			switch string(rawjson.Unescape(nil, s.Key())) {
			case "To_Account":
				it.account = readText(s)
			case "ResultCode":
				it.code, it.hasCode = readCode(s)
			case "ResultInfo":
				it.info = readText(s)
			default:
				s.Skip()
			}
		}
		g.items = append(g.items, it)
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
