package callback

import (
	"bytes"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// OtherAnswer is what a backend says to a callback that it has no opinion on: Chat goes on as if it had not asked. It has no
// ResultItem, so that nobody is added by it who was asked about.
const OtherAnswer = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`

// Other is the command of a request that is another callback of the app, such as C2C.CallbackBeforeSendMsg: all of them come
// to one URL. It is one if its URL and its body agree on a command that is none of [Webhooks], each with no doubt about it.
// Where they differ the result is "", and the request is to be treated as a friend request: nobody gets past what looks at
// friend requests by calling one something else in one of two places. The target is that of the request line, or a URL.
func Other[T string | []byte](target T, body []byte) string {
	// Nearly always the command is ours; or it stands there twice, in doubt.
	switch target := any(target).(type) {
	case string:
		if at := strings.Index(target, commandParam); at < 0 || isOurs(target[at+len(commandParam):]) {
			return ""
		}
	case []byte:
		if at := bytes.Index(target, []byte(commandParam)); at < 0 || isOurs(target[at+len(commandParam):]) {
			return ""
		}
	}
	_, query, _ := strings.Cut(string(target), "?")
	command, found := "", 0
	for _, p := range ParseQuery(query) {
		if strings.EqualFold(p.Name, ParamCallbackCommand) {
			command = p.Value
			found++
		}
	}
	if found != 1 || command == "" || Named(command) != nil || commandIn(body) != command {
		return ""
	}
	return command
}

const commandParam = ParamCallbackCommand + "="

// isOurs reports whether a text begins with one of our commands, as a parameter's value.
func isOurs[T string | []byte](text T) bool {
	for _, w := range webhooks {
		if n := len(w.Command); len(text) >= n && string(text[:n]) == w.Command && (len(text) == n || text[n] == '&') {
			return true
		}
	}
	return false
}

// commandIn is the CallbackCommand of a body that is one JSON object with one such member, and no items of ours; else "".
func commandIn(body []byte) string {
	command, found := "", 0
	whole := members(body, func(name []byte, s *rawjson.Scanner) bool {
		for _, w := range webhooks {
			if bytes.EqualFold(name, []byte(w.item)) {
				return false
			}
		}
		if bytes.EqualFold(name, []byte(ParamCallbackCommand)) {
			if found++; s.Kind() != rawjson.String {
				return false
			}
			command = string(textOf(s))
		}
		return true
	})
	if !whole || found != 1 {
		return ""
	}
	return command
}
