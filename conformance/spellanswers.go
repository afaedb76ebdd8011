package conformance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// body is an answer with these spellings of its members' values and these items.
func body(status, code, info string, items ...string) string {
	return `{"ActionStatus":` + status + `,"ErrorCode":` + code + `,"ErrorInfo":` + info + `,"ResultItem":[` + strings.Join(items, ",") + `]}`
}

// entry is an item with these spellings of its members' values.
func entry(account, code, info string) string {
	return `{"To_Account":` + account + `,"ResultCode":` + code + `,"ResultInfo":` + info + `}`
}

// deciding is an answer to the page's request with these ResultCodes and texts that fit them.
func deciding(code1, code2 string) string {
	return body(`"OK"`, `0`, `""`, entry(`"id1"`, code1, reason(code1)), entry(`"id2"`, code2, reason(code2)))
}

func reason(code string) string {
	if code == "0" {
		return `""`
	}
	return `"not wanted"`
}

// failing is an answer with this ErrorCode that denies everybody too.
func failing(code string) string {
	return body(
		`"FAIL"`, code, `"database down"`, entry(`"id1"`, `38000`, `"try later"`),
		entry(`"id2"`, `38000`, `"try later"`),
	)
}

// edited is the page's sample response with one text replaced.
func edited(old, replacement string) string {
	return strings.Replace(callback.SampleResponse, old, replacement, 1)
}

// asks is the body of a request for these accounts.
func asks(accounts ...string) string {
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

// allowing is an answer that lets these accounts through.
func allowing(accounts ...string) string {
	return string(callback.Allow(accounts...).Append(nil, callback.Wire))
}

// deciding1 is an answer to the page's request with this code and text for the first account.
func deciding1(code, text string) string {
	return body(`"OK"`, `0`, `""`, entry(`"id1"`, code, `"`+text+`"`), entry(`"id2"`, `0`, `""`))
}

// chunked frames a text as one chunk.
func chunked(text string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(text), text) }

// lengthy is an answer with a Content-Length of one's own.
func lengthy(length int, text string) string {
	return fmt.Sprintf(
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, text,
	)
}

func reversed(accounts []string) []string {
	slices.Reverse(accounts)
	return accounts
}

// numbered makes n accounts.
func numbered(n int) []string {
	accounts := make([]string, n)
	for i := range accounts {
		accounts[i] = fmt.Sprintf("user%02d", i)
	}
	return accounts
}

func without(ids []string, id string) []string {
	var rest []string
	for _, other := range ids {
		if other != id {
			rest = append(rest, other)
		}
	}
	return rest
}
