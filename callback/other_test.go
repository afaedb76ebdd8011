package callback

import (
	"net/url"
	"testing"
)

func TestOther(t *testing.T) {
	const message, ours = "C2C.CallbackBeforeSendMsg", "Sns.CallbackPrevFriendAdd"
	body := func(command string) string {
		return `{"CallbackCommand":"` + command + `","From_Account":"jared","MsgBody":[{"a":{"CallbackCommand":"x"}}]}`
	}
	for _, tt := range []struct{ name, query, body, want string }{
		{"agreed", "SdkAppid=1&CallbackCommand=" + message, body(message), message},
		{"escaped in the URL", "CallbackCommand=C2C%2ECallbackBeforeSendMsg", body(message), message},
		{"escaped in the body", "CallbackCommand=" + message, body(`C2C.CallbackBefore\u0053endMsg`), message},
		{"ours", "CallbackCommand=" + ours, body(ours), ""},
		{"ours in the body", "CallbackCommand=" + message, body(ours), ""},
		{"ours in the URL", "CallbackCommand=" + ours, body(message), ""},
		{"two others", "CallbackCommand=State.StateChange", body(message), ""},
		{"none in the URL", "SdkAppid=1", body(message), ""},
		{"none in the body", "CallbackCommand=" + message, `{"From_Account":"jared"}`, ""},
		{"twice in the URL", "CallbackCommand=" + message + "&CallbackCommand=" + ours, body(message), ""},
		{"ours first in the URL", "CallbackCommand=" + ours + "&CallbackCommand=" + message, body(message), ""},
		{"another spelling in the URL", "CallbackCommand=" + message + "&callbackcommand=" + ours, body(message), ""},
		{"twice in the body", "CallbackCommand=" + message, `{"CallbackCommand":"` + message + `","CallbackCommand":"` + ours + `"}`, ""},
		{"another spelling in the body", "CallbackCommand=" + message, `{"CallbackCommand":"` + message + `","callbackcommand":"` + ours + `"}`, ""},
		{"friends in the body", "CallbackCommand=" + message, `{"CallbackCommand":"` + message + `","FriendItem":[]}`, ""},
		{"friends in another spelling", "CallbackCommand=" + message, `{"CallbackCommand":"` + message + `","frienditem":[]}`, ""},
		{"not JSON", "CallbackCommand=" + message, body(message) + "}", ""},
		{"no object", "CallbackCommand=" + message, "[]", ""},
		{"a number", "CallbackCommand=1", `{"CallbackCommand":1}`, ""},
		{"empty", "CallbackCommand=", `{"CallbackCommand":""}`, ""},
	} {
		if _, err := url.ParseQuery(tt.query); err != nil {
			t.Fatal(err)
		}
		if got := Other("/hook?"+tt.query, []byte(tt.body)); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The usual request costs next to nothing.
func TestOtherDoesNotAllocate(t *testing.T) {
	target, body := "/hook?"+string(PrevFriendAdd.Query("1400000000", "203.0.113.7", "iOS").Append(nil)), []byte(PrevFriendAdd.Sample)
	bytes := []byte(target)
	if n := testing.AllocsPerRun(100, func() { _, _ = Other(target, body), Other(bytes, body) }); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}
