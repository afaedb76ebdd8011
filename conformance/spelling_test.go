package conformance

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
)

// The answers and requests that tests spell: those of the page with a word changed.

// sampleBody is an answer with these spellings of its members' values and these items.
func sampleBody(status, code, info string, items ...string) string {
	return `{"ActionStatus":` + status + `,"ErrorCode":` + code + `,"ErrorInfo":` + info + `,"ResultItem":[` + strings.Join(items, ",") + `]}`
}

// sampleEntry is an item with these spellings of its members' values.
func sampleEntry(account, code, info string) string {
	return `{"To_Account":` + account + `,"ResultCode":` + code + `,"ResultInfo":` + info + `}`
}

// sampleDeciding is an answer to the page's request with these ResultCodes and texts that fit them.
func sampleDeciding(code1, code2 string) string {
	return sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, code1, reason(code1)), sampleEntry(`"id2"`, code2, reason(code2)))
}

func reason(code string) string {
	if code == "0" {
		return `""`
	}
	return `"not wanted"`
}

// sampleFailing is an answer with this ErrorCode that denies everybody too.
func sampleFailing(code string) string {
	return sampleBody(
		`"FAIL"`, code, `"database down"`, sampleEntry(`"id1"`, `38000`, `"try later"`),
		sampleEntry(`"id2"`, `38000`, `"try later"`),
	)
}

// sampleDown is an answer with this ErrorCode to a request for nobody.
func sampleDown(code string) string { return sampleBody(`"FAIL"`, code, `"database down"`) }

// sampleEdited is the page's sample response with one text replaced.
func sampleEdited(old, replacement string) string {
	return strings.Replace(callback.SampleResponse, old, replacement, 1)
}

// sampleAllowing is an answer that lets these accounts through.
func sampleAllowing(accounts ...string) string {
	return string(callback.Allow(accounts...).Append(nil, callback.Wire))
}

// sampleSaying is an answer to the page's request with this code and text for the first account.
func sampleSaying(code, text string) string {
	return sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, code, `"`+text+`"`), sampleEntry(`"id2"`, `0`, `""`))
}

// sampleChunked frames a text as one chunk.
func sampleChunked(text string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(text), text) }

// sampleLengthy is an answer with a Content-Length of one's own.
func sampleLengthy(length int, text string) string {
	return fmt.Sprintf(
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, text,
	)
}

// sampleNumbered makes n accounts.
func sampleNumbered(n int) []string {
	accounts := make([]string, n)
	for i := range accounts {
		accounts[i] = fmt.Sprintf("user%02d", i)
	}
	return accounts
}

// sampleQuerying is the page's sample request with another query.
func sampleQuerying(query string) string {
	return rule.SampleRequest("POST", "HTTP/1.1", query, callback.PrevFriendAdd.Sample)
}

// sampleSwapped is the page's sample request with one text of its query replaced.
func sampleSwapped(old, replacement string) string {
	return sampleQuerying(strings.Replace(rule.PageQuery, old, replacement, 1))
}

// sampleCarrying is the page's sample request with one text of its body replaced.
func sampleCarrying(old, replacement string) string {
	return rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, strings.Replace(callback.PrevFriendAdd.Sample, old, replacement, 1))
}

// The vector of the overview, and the instant of its RequestTime.
const (
	sampleToken = "xxxxyyyy"
	sampleSign  = "Sign=17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061&RequestTime=1669872112"
	sampleNow   = 1669872112_000
)

// JudgeRequestSample judges a request that proves a rule. An error says that it is no request.
func JudgeRequestSample(s *rule.Sample) (*Judgement, error) {
	view, err := ParseRequest([]byte(s.Request()))
	if err != nil {
		return nil, err
	}
	judge := RequestJudge{AppID: s.AppID, Token: s.Token}
	if s.Now != 0 {
		judge.Now = time.UnixMilli(s.Now)
	}
	var out Judgement
	judge.Judge(&view, &out)
	return &out, nil
}
