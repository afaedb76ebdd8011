// A receiver of Sns.CallbackPrevFriendAdd, complete, with nothing but the standard library.
//
//	SDKAPPID=1400000000 TOKEN=secret PORT=3000 go run receiver.go
package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"
)

const (
	command  = "Sns.CallbackPrevFriendAdd"
	maxBody  = 1 << 20
	window   = 60 // seconds that RequestTime may be off, to either side
	denied   = 38001
	refused  = 38002 // not from Chat, or not for this app
	unclear  = 38003 // no request that can be understood
	listenOn = "127.0.0.1:"
)

type item struct {
	ToAccount  string `json:"To_Account"`
	ResultCode int
	ResultInfo string
}

type answer struct {
	ActionStatus string
	ErrorCode    int
	ErrorInfo    string
	ResultItem   []item // never nil: nil would be written as null
}

// decide is yours: 0 allows, 38000 to 39000 denies, with the reason.
func decide(from, to string) (code int, info string) {
	if from == "spammer" || to == "spammer" {
		return denied, "blocked"
	}
	return 0, ""
}

func main() {
	server := &http.Server{
		Handler:           http.HandlerFunc(receive),
		ReadHeaderTimeout: 5 * time.Second, // anyone who is slower is not Chat
		ReadTimeout:       10 * time.Second,
		IdleTimeout:       2 * time.Minute, // Chat keeps its connections
	}
	l, err := net.Listen("tcp", listenOn+os.Getenv("PORT"))
	if err == nil {
		fmt.Fprintf(os.Stdout, "http://%s\n", l.Addr())
		err = server.Serve(l)
	}
	fmt.Fprintln(os.Stderr, err)
}

func receive(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		fail(w, http.StatusMethodNotAllowed, unclear, "POST only", nil)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		fail(w, http.StatusRequestEntityTooLarge, unclear, "the body is too large", nil)
		return
	}
	got, from, to, ok := read(body)
	if !ok || got != command && one(r.URL.Query(), "CallbackCommand") != got {
		fail(w, http.StatusBadRequest, unclear, "the request cannot be understood", nil)
		return
	}
	if problem := check(r.URL.Query(), got); problem != "" {
		fail(w, http.StatusOK, refused, problem, to)
		return
	}
	if got != command { // one URL gets all callbacks of an app; the others are let through
		send(w, http.StatusOK, map[string]any{"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": ""})
		return
	}
	result := answer{ActionStatus: "OK", ResultItem: []item{}}
	for _, account := range to { // one item for every account, in its order, spelt as it was asked
		code, info := decide(from, account)
		result.ResultItem = append(result.ResultItem, item{account, code, info})
	}
	send(w, http.StatusOK, result)
}

// fail says that processing failed. That alone denies nothing: Chat ignores ErrorCode by default, so that every account
// is denied as well.
func fail(w http.ResponseWriter, status, code int, info string, accounts []string) {
	result := answer{"FAIL", code, info, []item{}}
	for _, account := range accounts {
		result.ResultItem = append(result.ResultItem, item{account, code, info})
	}
	send(w, status, result)
}

func send(w http.ResponseWriter, status int, result any) {
	body, err := json.Marshal(result)
	if err != nil {
		status, body = http.StatusInternalServerError, nil
	}
	w.Header().Set("Content-Type", "application/json") // else net/http would guess text/plain
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // anyone who has left needs no answer
}

// one is the parameter of this name, if it stands there exactly once.
func one(q url.Values, name string) string {
	if len(q[name]) != 1 {
		return ""
	}
	return q[name][0]
}

// check tells whether the URL is one that Chat makes for this app and this command.
func check(q url.Values, got string) (problem string) {
	if one(q, "SdkAppid") != os.Getenv("SDKAPPID") { // compared as text
		return "another SdkAppid"
	}
	if one(q, "CallbackCommand") != got {
		return "another command"
	}
	token := os.Getenv("TOKEN")
	if token == "" {
		return "" // authentication is not switched on in the console
	}
	sum := sha256.Sum256([]byte(token + one(q, "RequestTime")))
	if subtle.ConstantTimeCompare([]byte(one(q, "Sign")), []byte(hex.EncodeToString(sum[:]))) != 1 {
		return "Sign does not match"
	}
	at, err := strconv.ParseInt(one(q, "RequestTime"), 10, 64)
	if now := time.Now().Unix(); err != nil || at < now-window || at > now+window {
		return "RequestTime is too far off"
	}
	return ""
}

// read takes from the body what is decided by. Maps and not structs: encoding/json would take "frienditem" for
// FriendItem, and null for an empty text.
func read(body []byte) (got, from string, to []string, ok bool) {
	var request map[string]json.RawMessage
	var items []map[string]json.RawMessage
	if json.Unmarshal(body, &request) != nil || !text(request["CallbackCommand"], &got) {
		return "", "", nil, false
	}
	if got != command {
		return got, "", nil, true
	}
	if list := request["FriendItem"]; len(list) == 0 || list[0] != '[' || json.Unmarshal(list, &items) != nil {
		return "", "", nil, false
	}
	for _, i := range items {
		var account string
		if !text(i["To_Account"], &account) {
			return "", "", nil, false
		}
		to = append(to, account)
	}
	ok = text(request["From_Account"], &from)
	return got, from, to, ok
}

func text(raw json.RawMessage, dst *string) bool {
	return len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, dst) == nil
}
