package conformance

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
)

func TestReadRequest(t *testing.T) {
	item := func(id string) callback.Item { return callback.Item{ToAccount: id} }
	for _, tt := range []struct {
		name, body string
		want       callback.Request
		problem    string
	}{
		{
			"escapes", `{"From_Account":"\u0061\"","FriendItem":[{"To_Account":"\ud83d\ude00","Remark":"é"}],"ForceAddFlags":1,"EventTime":5}`,
			callback.Request{FromAccount: `a"`, Numbers: callback.Numbers{callback.Force: 1}, EventTime: 5, Items: []callback.Item{{ToAccount: "😀", Texts: callback.Texts{callback.Remark: "é"}}}},
			"",
		},
		{"nobody", `{"FriendItem":[]}`, callback.Request{Items: []callback.Item{}}, ""},
		{
			"other types", `{"From_Account":1,"AddType":null,"EventTime":"x","ForceAddFlags":1e400,"FriendItem":[{"To_Account":"a","Remark":null}]}`,
			callback.Request{Items: []callback.Item{item("a")}},
			"",
		},
		{"unknown members", `{"x":{"To_Account":1},"FriendItem":[{"y":[1],"To_Account":"a"}]}`, callback.Request{Items: []callback.Item{item("a")}}, ""},
		{"twice", `{"FriendItem":[{"To_Account":"a","To_Account":"b"}]}`, callback.Request{Items: []callback.Item{item("b")}}, ""},
		{"a friend without account", `{"FriendItem":[{"To_Account":"a"},{"Remark":"x"}]}`, callback.Request{Items: []callback.Item{item("a")}}, "an element of FriendItem has no To_Account that is a string"},
		{"a friend that is none", `{"FriendItem":[7]}`, callback.Request{Items: []callback.Item{}}, "an element of FriendItem has no To_Account that is a string"},
		{"object", `{"FriendItem":{"To_Account":"a"}}`, callback.Request{}, "there is no array FriendItem"},
		{"nothing", ``, callback.Request{}, "the body is not JSON: byte 0: wanted a value, got the end of the text"},
		{"array", `[]`, callback.Request{}, "the body is no JSON object"},
		{"mark", "\ufeff{}", callback.Request{}, "the body begins with a byte order mark"},
		{"cut off", `{"From_Account":"a","Fri`, callback.Request{}, "the body is not JSON: byte 24: wanted '\"' at the end of a string, got the end of the text"},
		{"more behind", `{"FriendItem":[]} x`, callback.Request{}, "the body is not JSON: byte 18: wanted the end of the text, got 'x'"},
	} {
		got, problem := ReadRequest(tt.body)
		if diff := cmp.Diff(tt.want, got); diff != "" || problem != tt.problem {
			t.Errorf("%s: got %q, want %q\n-want +got\n%s", tt.name, problem, tt.problem, diff)
		}
	}
}

// What a judge read on the way is what a decoder reads, for requests that both can read.
func FuzzReadingAgrees(f *testing.F) {
	f.Add(callback.PrevFriendAdd.Sample)
	f.Add(`{"FriendItem":[{"To_Account":"\u00e9"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		got, problem := ReadRequest(body)
		want, err := callback.DecodeRequest([]byte(body))
		if err != nil || problem != "" {
			return
		}
		want.Extra = nil
		for i := range want.Items {
			want.Items[i].Extra = nil
		}
		if diff := cmp.Diff(*want, got); diff != "" {
			t.Errorf("%q: -decoded +read\n%s", body, diff)
		}
		var out Judgement
		new(RequestJudge).Judge(&RequestView{Method: "POST", Target: "/?ClientIP=a%20b&ClientIP=c", Body: []byte(body)}, &out)
		accounts := out.Reading().AppendAccounts(nil, body)
		if !slices.Equal(accounts, want.Accounts()) {
			t.Errorf("%q: got %q, want %q", body, accounts, want.Accounts())
		}
		if ip := out.Reading().Parameter(callback.ParamClientIP); ip != "a b" {
			t.Errorf("got %q, want the first value", ip)
		}
		if strings.Contains(problem, "JSON") {
			t.Errorf("got %q for a body that was decoded", problem)
		}
	})
}
