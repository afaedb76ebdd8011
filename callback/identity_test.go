package callback

import (
	"hash/maphash"
	"testing"
)

func TestIdentity(t *testing.T) {
	seed := maphash.MakeSeed()
	id := func(body string) uint64 { return Identity(seed, []byte(body)) }
	const body = `{"From_Account":"a","EventTime":1669872112345,"FriendItem":[{"To_Account":"b"}]}`
	for name, tt := range map[string]struct {
		other string
		same  bool
	}{
		"another time":            {`{"From_Account":"a","EventTime":7,"FriendItem":[{"To_Account":"b"}]}`, true},
		"another account":         {`{"From_Account":"a","EventTime":1669872112345,"FriendItem":[{"To_Account":"c"}]}`, false},
		"another before the time": {`{"From_Account":"b","EventTime":1669872112345,"FriendItem":[{"To_Account":"b"}]}`, false},
		"a time that is text":     {`{"From_Account":"a","EventTime":"1669872112345","FriendItem":[{"To_Account":"b"}]}`, false},
		"no time":                 {`{"From_Account":"a","FriendItem":[{"To_Account":"b"}]}`, false},
		"the time within an item": {`{"From_Account":"a","FriendItem":[{"To_Account":"b","EventTime":1669872112345}]}`, false},
	} {
		if got := id(body) == id(tt.other); got != tt.same {
			t.Errorf("%s: got the same %t, want %t", name, got, tt.same)
		}
	}
	for _, body := range []string{"", "not JSON", "[1]", `{"EventTime":1`} { // as they are, also cut off
		if first := id(body); first != id(body) || first == id(body+" ") {
			t.Errorf("%q: is not told from others", body)
		}
	}
}
