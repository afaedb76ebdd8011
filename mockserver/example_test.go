package mockserver_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// exampleTest stands for the *testing.T that a test has.
type exampleTest struct{ cleanup []func() }

func (t *exampleTest) Helper()                           {}
func (t *exampleTest) Cleanup(f func())                  { t.cleanup = append(t.cleanup, f) }
func (t *exampleTest) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (t *exampleTest) end() {
	for _, f := range t.cleanup {
		f()
	}
}

// In a test the server runs as long as the test does.
func ExampleNewTestServer() {
	t := new(exampleTest) // a *testing.T
	defer t.end()

	server := mockserver.NewTestServer(t, mockserver.Config{})
	server.Deny("id2")
	r, err := http.Post(server.URL+"/callback?CallbackCommand="+callback.PrevFriendAdd.Command, "application/json", strings.NewReader(callback.PrevFriendAdd.Sample))
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer r.Body.Close()
	answer, _ := io.ReadAll(r.Body)
	fmt.Println(string(answer))
	for _, e := range server.Await(1, "to:id2", "effect:block") {
		fmt.Println(e.Request().FromAccount, "asked for", len(e.Request().Items), "friends")
	}
	// Output:
	// {"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"id1","ResultCode":0,"ResultInfo":""},{"To_Account":"id2","ResultCode":38000,"ResultInfo":"denied by the test"}]}
	// id asked for 2 friends
}

// The server is an http.Handler that tells one function of every exchange.
func ExampleNew() {
	rules, err := policy.Parse("policy.yaml", []byte(`
rules:
  - {id: stranger, when: 'from == "id" and to != "id1"', deny: 38007, info: not yet}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	server, err := mockserver.New(mockserver.Config{
		Policy: rules,
		Observe: func(e *live.Event) {
			for i := range e.Decisions() {
				d := &e.Decisions()[i]
				fmt.Println(d.Account, d.Code, d.Why)
			}
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := httptest.NewRequest("POST", "/?CallbackCommand="+callback.PrevFriendAdd.Command, strings.NewReader(callback.PrevFriendAdd.Sample))
	server.ServeHTTP(httptest.NewRecorder(), r)
	// Output:
	// id1 0 no rule held
	// id2 38007 rule stranger: from=id, to=id2
}

// A script makes the server misbehave, and repeats exactly; one that makes no sense is refused.
func ExampleServer_SetFaults() {
	server, err := mockserver.New(mockserver.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	script, err := fault.Parse("status=503 1 in 10, 30s rest", fault.Files{})
	if err != nil {
		fmt.Println(err)
		return
	}
	server.SetFaults(script)
	// Output:
	// fault script: no fault "rest" (did you mean "reset"?)
	//     status=503 1 in 10, 30s rest
	//                             ^
}

var _ mockserver.TB = testing.TB(nil)
