package fault

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/expr-lang/expr"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// Every expression of the table can be compiled and evaluated, and every native part belongs to a row.
func TestTable(t *testing.T) {
	t.Parallel()
	var f struct {
		Version int   `yaml:"version"`
		Faults  []row `yaml:"faults"`
	}
	if err := yamlfile.Read("faults.yaml", table, &f).Err(); err != nil {
		t.Fatal(err)
	}
	views := []*view{seen("a"), seen("it's <b>")}
	left := natives()
	for _, r := range f.Faults {
		delete(left, r.ID)
		texts := []string{r.When, r.Chokes, r.Refuses, r.Waits, r.Denies, r.Accounts, r.Body, r.Raw}
		for _, text := range r.Accepts {
			texts = append(texts, text)
		}
		for _, text := range r.Header {
			texts = append(texts, text)
		}
		for _, text := range texts {
			if text == "" {
				continue
			}
			program, err := expr.Compile(text, append(functions(), expr.Env(&view{}))...)
			if err != nil {
				t.Errorf("%s: %v", r.ID, err)
				continue
			}
			for _, v := range views {
				if got, err := expr.Run(program, v); err != nil {
					t.Errorf("%s: %s: got %v, %v", r.ID, text, got, err)
				}
			}
		}
	}
	for id := range left {
		t.Errorf("%s is in no row", id)
	}
}

// seen is a view of a request whose accounts, texts and parameters have this text.
func seen(text string) *view {
	x := &Handling{
		HTTP: httptest.NewRequest(http.MethodPost, "/hook", nil), AppID: "1400000000", Token: "token", Start: time.Unix(1700000000, 0),
		QueryString: "SdkAppid=1400000000&Sign=x&RequestTime=1700000000&X=" + url.QueryEscape(text),
		Body:        fmt.Sprintf(`{"CallbackCommand":%q,"From_Account":%q,"FriendItem":[{"To_Account":%q,"Remark":%q}]}`, callback.PrevFriendAdd.Command, text, text, text),
	}
	x.Reply = *callback.Allow(text, "other")
	x.write()
	return viewOf(x, &hit{number: 1})
}
