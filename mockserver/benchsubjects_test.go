//go:build unix

package mockserver_test

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// listened is a server that is served by its own serving in BenchmarkEndToEnd.
type listened struct{ *mockserver.Server }

// subjects are the handlers that are measured side by side.
func subjects(b testing.TB) []struct {
	name    string
	handler http.Handler
} {
	p, err := policy.Parse("p.yaml", []byte(tenRules))
	if err != nil {
		b.Fatal(err)
	}
	return []struct {
		name    string
		handler http.Handler
	}{
		{"constant", http.HandlerFunc(constantAnswer)},
		{"encoding-json", http.HandlerFunc(encodingJSON)},
		{"judged", newServer(b, mockserver.Config{AppID: appID})},
		{"ten-rules", newServer(b, mockserver.Config{AppID: appID, Policy: p})},
		{"serving-judged", listened{newServer(b, mockserver.Config{AppID: appID})}},
		{"serving-ten-rules", listened{newServer(b, mockserver.Config{AppID: appID, Policy: p})}},
		{"serving-journal-judged", listened{newServer(b, mockserver.Config{AppID: appID, Keep: journal(b)})}},
		{"serving-journal-ten-rules", listened{newServer(b, mockserver.Config{AppID: appID, Policy: p, Keep: journal(b)})}},
	}
}

// journal writes exchanges down as the command does.
func journal(b testing.TB) func(*live.Event) error {
	j, err := capture.OpenJournal(b.TempDir(), capture.JournalOptions{MaxBytes: 64 << 20})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { j.Close() })
	records := sync.Pool{New: func() any { return new(exchange.Exchange) }}
	return func(e *live.Event) error {
		x := records.Get().(*exchange.Exchange)
		defer records.Put(x)
		e.Record(x)
		_, err := j.Append(x, e.Extra()...)
		return err
	}
}

// constantAnswer is the least that a handler does: it reads the body and answers with a constant.
func constantAnswer(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"friend5678","ResultCode":0,"ResultInfo":""}]}`)
}

// encodingJSON does the work in the way of most handlers.
func encodingJSON(w http.ResponseWriter, r *http.Request) {
	var q struct {
		CallbackCommand string
		From            string `json:"From_Account"`
		FriendItem      []struct {
			To      string `json:"To_Account"`
			Remark  string
			Wording string `json:"AddWording"`
		}
	}
	if r.Method != http.MethodPost || r.URL.Query().Get("SdkAppid") != appID {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		http.Error(w, "no", http.StatusBadRequest)
		return
	}
	type item struct {
		To   string `json:"To_Account"`
		Code int    `json:"ResultCode"`
		Info string `json:"ResultInfo"`
	}
	answer := struct {
		ActionStatus string
		ErrorCode    int
		ErrorInfo    string
		ResultItem   []item
	}{ActionStatus: "OK"}
	for _, f := range q.FriendItem {
		answer.ResultItem = append(answer.ResultItem, item{To: f.To})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(&answer)
}
