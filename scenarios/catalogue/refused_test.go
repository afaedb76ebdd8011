package catalogue

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/result"
)

// A control that is refused tells what it got and what is likely missing: without that, somebody who forgot the token
// looks for accounts.
func TestRefusedControl(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		token, appID string
		want         string
	}{
		{"no token, default SdkAppid", "", "", "give --token-file, if the backend checks Sign; or --app-id, your own SdkAppid; else name accounts that the receiver lets through (--accounts)"},
		{"no token", "", "1400000009", "give --token-file, if the backend checks Sign; else name accounts"},
		{"default SdkAppid", "wrong", "", "nothing; give --app-id, your own SdkAppid; else name accounts"},
		{"both", "wrong", "1400000009", "nothing; if it is not the token or the SdkAppid, name accounts that the receiver lets through (--accounts)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := receiver(t, "")
			s.Token, s.AppID, s.Only = tt.token, tt.appID, []string{"SEC-003/abc"}
			c := run(t, s).ByCase("SEC-003/abc")
			if c.Status != result.Untestable || !strings.Contains(c.Message, tt.want) || !strings.Contains(c.Message, "(ErrorCode 38") {
				t.Errorf("got %s: %s, want untestable with a code and %q", c.Status, c.Message, tt.want)
			}
		})
	}
}

// What the receiver says to the control is quoted and cut, wherever it says it.
func TestRefusedControlQuotes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("鬼", 500)
	const items = `,"ResultItem":[{"To_Account":"id1","ResultCode":38001,"ResultInfo":""},{"To_Account":"id2","ResultCode":38001,"ResultInfo":""}]}`
	for _, tt := range []struct{ name, answer, want string }{
		{"the request", `{"ActionStatus":"FAIL","ErrorCode":38100,"ErrorInfo":"Sign \u001b[31mdoes not match"` + items, `(ErrorCode 38100 "Sign \x1b[31mdoes not match")`},
		{"the accounts", `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[` +
			`{"To_Account":"id1","ResultCode":38001,"ResultInfo":"Sign does not match"},{"To_Account":"id2","ResultCode":38002,"ResultInfo":""}]}`, `(ResultCode 38001 "Sign does not match")`},
		{"at length", `{"ActionStatus":"FAIL","ErrorCode":38100,"ErrorInfo":"` + long + `"` + items, `(ErrorCode 38100 "` + long[:80*3] + `…")`},
		{"without a word", `{"ActionStatus":"FAIL","ErrorCode":38100,"ErrorInfo":""` + items, `(ErrorCode 38100)`},
		{"against a rule", `{"ActionStatus":"FAIL","ErrorCode":38100,"ErrorInfo":"Sign does not match","ResultItem":[]}`, `RIT-006: ResultItem is empty (ErrorCode 38100 "Sign does not match"); `},
		{"in a way that is no text", `{"ActionStatus":"FAIL","ErrorCode":38100,"ErrorInfo":7` + items, `not VALID: TYP-`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, tt.answer)
			}))
			t.Cleanup(server.Close)
			s := suiteFor(t, server.URL)
			s.Only, s.Accounts = []string{"SEC-003/abc"}, []string{"id1", "id2"}
			if c := run(t, s).ByCase("SEC-003/abc"); !strings.Contains(c.Message, tt.want) {
				t.Errorf("got %s, want %s in it", c.Message, tt.want)
			}
		})
	}
}
