package chatcbtest_test

import (
	"net/http"
	"testing"

	"github.com/chatcb/chatcb/chatcbtest"
)

// hook is the backend's own handler.
var hook http.Handler

// In a test of the backend, every case of the catalogue is a subtest.
func ExampleRun() {
	_ = func(t *testing.T) {
		chatcbtest.Run(t, hook, chatcbtest.Options{
			Path: "/hook", Expect: []string{"from:spammer=block", "to:friend=allow"}, Skip: []string{"LAT"},
		})
	}
}

// In a test of what calls a backend, the mock server stands for it.
func ExampleNewTestServer() {
	_ = func(t *testing.T) {
		server := chatcbtest.NewTestServer(t)
		server.Deny("spammer")
		// … give server.URL to what is tested
		server.Await(1, "effect:block")
	}
}
