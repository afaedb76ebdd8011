// Package sample spells the answers and requests by which rules are proved: those of the page with a word changed.
package sample

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// Body is an answer with these spellings of its members' values and these items.
func Body(status, code, info string, items ...string) string {
	return `{"ActionStatus":` + status + `,"ErrorCode":` + code + `,"ErrorInfo":` + info + `,"ResultItem":[` + strings.Join(items, ",") + `]}`
}

// Entry is an item with these spellings of its members' values.
func Entry(account, code, info string) string {
	return `{"To_Account":` + account + `,"ResultCode":` + code + `,"ResultInfo":` + info + `}`
}

// Deciding is an answer to the page's request with these ResultCodes and texts that fit them.
func Deciding(code1, code2 string) string {
	return Body(`"OK"`, `0`, `""`, Entry(`"id1"`, code1, reason(code1)), Entry(`"id2"`, code2, reason(code2)))
}

func reason(code string) string {
	if code == "0" {
		return `""`
	}
	return `"not wanted"`
}

// Failing is an answer with this ErrorCode that denies everybody too.
func Failing(code string) string {
	return Body(
		`"FAIL"`, code, `"database down"`, Entry(`"id1"`, `38000`, `"try later"`),
		Entry(`"id2"`, `38000`, `"try later"`),
	)
}

// Down is an answer with this ErrorCode to a request for nobody.
func Down(code string) string { return Body(`"FAIL"`, code, `"database down"`) }

// Edited is the page's sample response with one text replaced.
func Edited(old, replacement string) string {
	return strings.Replace(callback.SampleResponse, old, replacement, 1)
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

// Allowing is an answer that lets these accounts through.
func Allowing(accounts ...string) string {
	return string(callback.Allow(accounts...).Append(nil, callback.Wire))
}

// Saying is an answer to the page's request with this code and text for the first account.
func Saying(code, text string) string {
	return Body(`"OK"`, `0`, `""`, Entry(`"id1"`, code, `"`+text+`"`), Entry(`"id2"`, `0`, `""`))
}

// Chunked frames a text as one chunk.
func Chunked(text string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(text), text) }

// Lengthy is an answer with a Content-Length of one's own.
func Lengthy(length int, text string) string {
	return fmt.Sprintf(
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, text,
	)
}

func Reversed(accounts []string) []string {
	slices.Reverse(accounts)
	return accounts
}

// Numbered makes n accounts.
func Numbered(n int) []string {
	accounts := make([]string, n)
	for i := range accounts {
		accounts[i] = fmt.Sprintf("user%02d", i)
	}
	return accounts
}

func Without(ids []string, id string) []string {
	var rest []string
	for _, other := range ids {
		if other != id {
			rest = append(rest, other)
		}
	}
	return rest
}
