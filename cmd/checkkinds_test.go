package cmd

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/outcome"
)

// kindsInGo are receivers as people write them in Go, with one bug each.
var kindsInGo = map[string]func() http.HandlerFunc{
	// wrong: every third request fails
	"flaky": func() http.HandlerFunc {
		var n atomic.Int64
		return func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1)%3 == 0 {
				http.Error(w, "upstream", http.StatusBadGateway)
				return
			}
			goReceiver(w, r)
		}
	},
	// wrong: a nil slice is written as null
	"nil": func() http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			var q struct{ FriendItem []json.RawMessage }
			_ = json.NewDecoder(r.Body).Decode(&q)
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":null}`)
		}
	},
	// right, and denies what it was told to
	"right": func() http.HandlerFunc { return appChecked(goReceiver) },
}

// appChecked refuses what is not for the app.
func appChecked(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if ids := q["SdkAppid"]; len(ids) != 1 || ids[0] != "1400000000" || strings.Join(q["CallbackCommand"], " ") != callback.PrevFriendAdd.Command {
			http.Error(w, "not ours", http.StatusForbidden)
			return
		}
		next(w, r)
	}
}

// TestCheckNamesWhatIsWrong is a table of receivers in three languages, most of them right or wrong in one way: with no flag
// but what is tried, check comes to the right verdict and names the cause.
func TestCheckNamesWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		language, kind, args string
		want                 outcome.Status
		says                 string
	}{
		{"node", "wording", "", outcome.OK, "denials proved: wording (38001), link (38001)"},
		{"node", "unusual", "", outcome.OK, "nobody was blocked: that denials work is not proved"},
		{"node", "unusual", "--require-denial", outcome.Nothing, "nobody was blocked"},
		{"node", "top", "", outcome.Leak, "denials ignored: wording, link"},
		{"node", "fail", "", outcome.Leak, "denials ignored: wording, link"},
		{"node", "again", "", outcome.Leak, "denials ignored: again"},
		{"node", "proto", "", outcome.Findings, "FLD-025"},
		{"python", "single", "", outcome.OK, "nobody was blocked"},
		{"python", "rate", "", outcome.OK, "denials proved: flood (38005)"},
		{"python", "denyall", "", outcome.OK, "everybody was denied"},
		{"python", "strangers", "", outcome.OK, "everybody was denied"},
		{"python", "strangers", "--from id --accounts id1,id2", outcome.OK, "nobody was blocked"},
		{"python", "charset", "", outcome.Findings, "SEC-017"},
		{"python", "wrap", "", outcome.Findings, "SEC-016"},
		{"go", "right", "--expect to:spammer=block", outcome.OK, "PASS"},
		{"go", "flaky", "", outcome.Findings, "STS-001"},
		{"go", "right", "--expect to:friend=block", outcome.Leak, "and Chat adds the friend what"},
		{"go", "nil", "", outcome.Findings, "TYP-004"},
		{"go", "nil", "--expect to:friend=block", outcome.Leak, "and Chat adds the friend (assumed: no document of the platform says so)"},
	} {
		t.Run(tt.language+"/"+tt.kind+" "+tt.args, func(t *testing.T) {
			t.Parallel()
			var url string
			switch tt.language {
			case "node":
				url = program(t, "node", "kinds.mjs", tt.kind)
			case "python":
				url = program(t, "python3", "kinds.py", tt.kind)
			default:
				server := httptest.NewServer(kindsInGo[tt.kind]())
				defer server.Close()
				url = server.URL
			}
			args := append([]string{"check", url, "--only", "FLD-001,FLD-002,FLD-025,DNY,POL,SEC-001,SEC-016,SEC-017"}, strings.Fields(tt.args)...)
			status, out, errs := run(t, args...)
			if status != tt.want || !strings.Contains(strings.Join(strings.Fields(out), " "), tt.says) {
				t.Errorf("got status %d\n%s%s\nwant %d and %q", status, out, errs, tt.want, tt.says)
			}
		})
	}
}
