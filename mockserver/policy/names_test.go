package policy

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
)

// Who writes a name of the callback is told the short one; a name that is like none gets the list alone.
func TestMeantNames(t *testing.T) {
	names := namesOf(callback.FieldsOf(callback.Webhooks()...))
	for name, want := range map[string]string{
		"From_Account": "from", "from_account": "from", "FromAccount": "from", "To_Acount": "to", "FriendItem": "to", "AddWording": "wording",
		"ClientIP": "client_ip", "clientip": "client_ip", "OptPlatform": "platform", "AddType": "add_type", "GroupName": "group",
		"ForceAddFlags": "force", "wordin": "wording", "inlist": "in_list", "Requester_Account": "requester", "xyzzy": "",
	} {
		got := meant(name, names)
		if want == "" && got != "" || want != "" && got != ` (did you mean "`+want+`"?)` {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// One mistake is one error.
func TestOneErrorForOneMistake(t *testing.T) {
	for _, rule := range []string{"deny: true", "deny: 1", "deny: ", "deny: 38000.5", "deny: [38001]", "deny: 38001, when: 'From_Account == \"x\"'"} {
		_, err := Parse("p.yaml", []byte("rules:\n  - {id: r, "+rule+"}\n"))
		if err == nil || strings.Count(err.Error(), "p.yaml:") != 1 {
			t.Errorf("%s: got %v, want one error", rule, err)
		}
	}
}

func TestEveryFunctionHasItsName(t *testing.T) {
	if len(functionNames) != len(functions()) {
		t.Errorf("got %d names of functions, want %d", len(functionNames), len(functions()))
	}
}
