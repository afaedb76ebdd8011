package mockserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// messageTo is a callback about a message, which comes to the same URL, with this command in URL and body.
func messageTo(inURL, inBody string) string {
	q := callback.Query{{Name: callback.ParamSdkAppid, Value: appID}, {Name: callback.ParamCallbackCommand, Value: inURL}}
	return request(q, `{"CallbackCommand":"`+inBody+`","From_Account":"jared","To_Account":"Jonh","MsgBody":[]}`)
}

const beforeMessage = "C2C.CallbackBeforeSendMsg"

// Other callbacks of the app are let through, and nothing is said of them; but nobody gets by as one who is none.
func TestOtherCallbacks(t *testing.T) {
	s := newServer(t, mockserver.Config{AppID: appID, Token: token, Strict: true})
	server := serve(t, s)
	x := sendRaw(t, server, messageTo(beforeMessage, beforeMessage), time.Second, 5*time.Second)
	if x.Answer.Status != 200 || string(x.Answer.Body) != `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}` {
		t.Errorf("got %s, want OK and 0 without ResultItem", x.Received)
	}
	e := s.Events(0, 1).Events[0]
	if e.Callback != beforeMessage || len(e.Findings) != 0 || len(e.Judgement().Findings) != 0 || len(e.Judgement().Verdicts) != 0 || e.Refused != "" {
		t.Errorf("got %+v, want it named and not judged", e)
	}
	if c := s.Counts(); c.Other != 1 || c.Exchanges != 1 || c.Fails != 0 || c.Unreadable != 0 || c.Allowed+c.Denied != 0 {
		t.Errorf("got %+v", c)
	}
	for _, raw := range []string{messageTo(beforeMessage, callback.PrevFriendAdd.Command), messageTo(callback.PrevFriendAdd.Command, beforeMessage), messageTo("State.StateChange", beforeMessage)} {
		x := sendRaw(t, server, raw, time.Second, 5*time.Second)
		if x.Answer.Status != 200 || !strings.Contains(string(x.Answer.Body), `"ActionStatus":"FAIL"`) {
			t.Errorf("got %s, want a refusal where URL and body differ", x.Received)
		}
	}
	if c := s.Counts(); c.Other != 1 || c.Refused != 3 {
		t.Errorf("got %+v, want three refused", c)
	}
}

// They are passed on to a backend that has something to say of them.
func TestForward(t *testing.T) {
	var asked, said string
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked, said = r.URL.String(), string(body)
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"ActionStatus":"OK","ErrorCode":1,"ErrorInfo":"no"}`)
	}))
	t.Cleanup(backend.Close)
	s := newServer(t, mockserver.Config{Forward: backend.URL})
	server := serve(t, s)
	raw := messageTo(beforeMessage, beforeMessage)
	x := sendRaw(t, server, raw, 5*time.Second, 5*time.Second)
	if !strings.Contains(string(x.Answer.Body), `"ErrorCode":1`) || !strings.HasPrefix(asked, "/hook?SdkAppid="+appID) || !strings.HasSuffix(raw, said) || said == "" {
		t.Errorf("got %s of %s with %q", x.Received, asked, said)
	}
	asked = ""
	if x := sendRaw(t, server, request(signedQuery(), callback.PrevFriendAdd.Sample), 5*time.Second, 5*time.Second); asked != "" || !strings.Contains(string(x.Answer.Body), "ResultItem") {
		t.Errorf("a friend request was passed on to %s", asked)
	}
	backend.Close()
	if x := sendRaw(t, server, raw, 5*time.Second, 5*time.Second); x.Answer.Status != http.StatusBadGateway {
		t.Errorf("without the backend: got %s", x.Received)
	}
	if _, err := mockserver.New(mockserver.Config{Forward: "localhost"}); err == nil {
		t.Error("got a server that passes on to nowhere")
	}
}

// A rule of the policy may have a whole answer, for any command.
func TestAnswerOfARule(t *testing.T) {
	const friend, message = `{"ActionStatus":"OK","ErrorCode":38000,"ErrorInfo" : "","ResultItem":[{"To_Account":"id1","ResultCode":38001,"ResultInfo":""}]}`,
		`{"ActionStatus":"OK", "ErrorCode":1,"ErrorInfo":"no"}`
	rules, err := policy.Parse("p.yaml", []byte(`rules:
  - {id: message, when: 'command == "`+beforeMessage+`"', answer: '`+message+`'}
  - {id: friend, when: 'command endsWith "PrevFriendAdd"', answer: '`+friend+`'}
`))
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t, mockserver.Config{Policy: rules, Forward: "http://127.0.0.1:1"})
	server := serve(t, s)
	for raw, want := range map[string]string{
		messageTo(beforeMessage, beforeMessage):               message,
		request(signedQuery(), callback.PrevFriendAdd.Sample): friend,
	} {
		if x := sendRaw(t, server, raw, 5*time.Second, 5*time.Second); string(x.Answer.Body) != want || x.Answer.Status != 200 {
			t.Errorf("got %s, want %s", x.Received, want)
		}
	}
	// What the answer means is judged as any other: a denial beside an ErrorCode is ignored.
	if c := s.Counts(); c.Other != 1 || c.Denied != 1 || c.Allowed != 1 || c.Leaks != 1 || c.FailOpen != 2 {
		t.Errorf("got %+v, want a denial that is ignored", c)
	}
	for _, e := range s.Events(0, 2).Events {
		members := ""
		for _, m := range e.Extra() {
			members += m.Name + "=" + m.Value + "\n"
		}
		if want := map[bool]string{true: "rule=\"message\"\n", false: `"code":38001,"rule":"friend"`}[e.Callback != ""]; !strings.Contains(members, want) {
			t.Errorf("got %s, want %s", members, want)
		}
	}
}
