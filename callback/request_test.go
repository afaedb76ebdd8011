package callback

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/quick"

	"github.com/google/go-cmp/cmp"
)

// sampleRequest and sampleResponse are the page's, byte for byte.
const (
	sampleRequest = `{"CallbackCommand": "Sns.CallbackPrevFriendAdd","Requester_Account": "id","From_Account": "id","FriendItem": [{"To_Account": "id1","Remark": "remark1","GroupName": "group1","AddSource": "AddSource_Type_Android","AddWording": "this is id1!"},{"To_Account": "id2","Remark": "remark2","GroupName": "group1","AddSource": "AddSource_Type_Android","AddWording": "this is id2!"}],"AddType": "Add_Type_Both","ForceAddFlags": 0,"EventTime": 1631777344870}`

	sampleResponse = `{"ActionStatus": "OK","ErrorCode": 0,"ErrorInfo": "","ResultItem": [{"To_Account": "id1","ResultCode": 0,"ResultInfo": ""},{"To_Account": "id2","ResultCode": 0,"ResultInfo": ""}]}`

	wireRequest = `{"AddType":"Add_Type_Both","CallbackCommand":"Sns.CallbackPrevFriendAdd","EventTime":1631777344870,"ForceAddFlags":0,"FriendItem":[{"AddSource":"AddSource_Type_Android","AddWording":"this is id1!","GroupName":"group1","Remark":"remark1","To_Account":"id1"},{"AddSource":"AddSource_Type_Android","AddWording":"this is id2!","GroupName":"group1","Remark":"remark2","To_Account":"id2"}],"From_Account":"id","Requester_Account":"id"}`
)

func sample() *Request {
	item := func(n string) Item {
		return Item{
			ToAccount: "id" + n, Texts: Texts{
				Remark: "remark" + n, Group: "group1",
				Source: "AddSource_Type_Android", Wording: "this is id" + n + "!",
			},
		}
	}
	return &Request{
		CallbackCommand: PrevFriendAdd.Command, RequesterAccount: "id", FromAccount: "id",
		Items: []Item{item("1"), item("2")},
		Texts: Texts{AddType: AddTypeBoth}, EventTime: 1631777344870,
	}
}

func TestEncoding(t *testing.T) {
	odd := &Request{Items: []Item{{ToAccount: "a"}}, Numbers: Numbers{Force: -1}, Extra: []Member{
		{"Z", `[1]`}, {"Bb", `{"x":1}`}, {"FriendIten", `0`}, {"b\"", `null`},
	}}
	odd.Items[0].Extra = []Member{{"To_Account2", `2`}, {"Remark", `"twice"`}, {"A", `1.0`}}
	for _, tt := range []struct {
		name string
		e    Encoding
		q    *Request
		want string
	}{
		{"page's sample", Encoding{Style: Documented}, sample(), sampleRequest},
		{"wire", Encoding{}, sample(), wireRequest},
		{
			"nothing",
			Encoding{},
			&Request{},
			`{"AddType":"","CallbackCommand":"","EventTime":0,"ForceAddFlags":0,"FriendItem":[],"From_Account":"","Requester_Account":""}`,
		},
		{
			"extra, wire",
			Encoding{OmitEmpty: true},
			odd,
			`{"AddType":"","Bb":{"x":1},"CallbackCommand":"","EventTime":0,"ForceAddFlags":-1,` +
				`"FriendItem":[{"A":1.0,"Remark":"twice","To_Account":"a","To_Account2":2}],"FriendIten":0,` +
				`"From_Account":"","Requester_Account":"","Z":[1],"b\"":null}`,
		},
		{
			"extra, documented",
			Encoding{Style: Documented, OmitEmpty: true},
			odd,
			`{"CallbackCommand": "","Requester_Account": "","From_Account": "",` +
				`"FriendItem": [{"To_Account": "a","To_Account2": 2,"Remark": "twice","A": 1.0}],` +
				`"AddType": "","ForceAddFlags": -1,"EventTime": 0,"Z": [1],"Bb": {"x":1},"FriendIten": 0,"b\"": null}`,
		},
		{
			"empty ones kept",
			Encoding{},
			&Request{Items: []Item{{}}},
			`{"AddType":"","CallbackCommand":"","EventTime":0,"ForceAddFlags":0,"FriendItem":[{"AddSource":"",` +
				`"AddWording":"","GroupName":"","Remark":"","To_Account":""}],"From_Account":"","Requester_Account":""}`,
		},
	} {
		if diff := cmp.Diff(tt.want, string(tt.e.Append(nil, tt.q))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if got := odd.Extra[0].Name; got != "Z" {
		t.Errorf("encoding reordered the caller's Extra: got %q first, want Z", got)
	}
}

// Wire style sorts the members of every object, whatever is in it.
func TestWireOrderIsSorted(t *testing.T) {
	sorted := func(q anyRequest, omit bool) bool {
		return sortedEverywhere(t, Encoding{OmitEmpty: omit}.Append(nil, &q.Request))
	}
	if err := quick.Check(sorted, nil); err != nil {
		t.Error(err)
	}
}

// anyRequest is a request with random texts and members.
type anyRequest struct{ Request }

func (anyRequest) Generate(r *rand.Rand, size int) reflect.Value {
	text := func() string { return anyValue[string](r) }
	extra := func() (members []Member) {
		for range r.Intn(4) {
			members = append(members, Member{strings.ToValidUTF8(text(), "?"), `"v"`})
		}
		return members
	}
	q := Request{
		Webhook: webhooks[r.Intn(len(webhooks))], CallbackCommand: text(), RequesterAccount: text(), FromAccount: text(),
		EventTime: r.Int63(), Texts: anyValue[Texts](r), Numbers: anyValue[Numbers](r), Extra: extra(),
	}
	for range r.Intn(size + 1) {
		q.Items = append(q.Items, Item{text(), anyValue[Texts](r), extra()})
	}
	return reflect.ValueOf(anyRequest{q})
}

func anyValue[T any](r *rand.Rand) T {
	v, _ := quick.Value(reflect.TypeFor[T](), r)
	return v.Interface().(T)
}

// sortedEverywhere reads names with encoding/json's tokens, so that nothing of the code under test reads them.
func sortedEverywhere(t *testing.T, text []byte) bool {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	var walk func() bool
	walk = func() bool {
		token, err := d.Token()
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		last, ok := "", true
		switch token {
		case json.Delim('{'):
			for d.More() {
				name, _ := d.Token()
				ok = ok && last <= name.(string)
				last = name.(string)
				ok = walk() && ok
			}
			d.Token()
		case json.Delim('['):
			for d.More() {
				ok = walk() && ok
			}
			d.Token()
		}
		return ok
	}
	return walk()
}

func TestEncodingAllocatesNothing(t *testing.T) {
	q, buf := sample(), make([]byte, 0, 1024)
	q.Items[0].Texts[Wording] = "你好 \"é\" 😀\n"
	for _, e := range []Encoding{{}, {Style: Documented}, {OmitEmpty: true}} {
		if n := testing.AllocsPerRun(100, func() { buf = e.Append(buf[:0], q) }); n != 0 {
			t.Errorf("%+v: got %v allocations, want none", e, n)
		}
	}
	r := Allow("id1", "id2")
	if n := testing.AllocsPerRun(100, func() { buf = r.Append(buf[:0], Wire) }); n != 0 {
		t.Errorf("response: got %v allocations, want none", n)
	}
}

func TestAccounts(t *testing.T) {
	q := Request{Items: []Item{{ToAccount: "b"}, {ToAccount: "a"}, {ToAccount: "b"}}}
	if got, want := q.Accounts(), []string{"b", "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func BenchmarkEncoding(b *testing.B) {
	q, buf := sample(), make([]byte, 0, 1024)
	b.Run("wire", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			buf = Encoding{}.Append(buf[:0], q)
		}
	})
	b.Run("documented", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			buf = Encoding{Style: Documented}.Append(buf[:0], q)
		}
	})
	b.Run("encodingjson", func(b *testing.B) {
		peer := peerRequest(q)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := json.Marshal(peer); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// jsonRequest is the request as encoding/json would be told to write and read it: the peer of the benchmarks.
type jsonRequest struct {
	CallbackCommand  string
	RequesterAccount string `json:"Requester_Account"`
	FromAccount      string `json:"From_Account"`
	FriendItem       []jsonItem
	AddType          string
	ForceAddFlags    int64
	EventTime        int64
}

type jsonItem struct {
	ToAccount  string `json:"To_Account"`
	Remark     string
	GroupName  string
	AddSource  string
	AddWording string
}

func peerRequest(q *Request) *jsonRequest {
	p := &jsonRequest{
		q.CallbackCommand, q.RequesterAccount, q.FromAccount, nil, q.Texts[AddType], q.Numbers[Force], q.EventTime,
	}
	for _, f := range q.Items {
		p.FriendItem = append(p.FriendItem, jsonItem{f.ToAccount, f.Texts[Remark], f.Texts[Group], f.Texts[Source], f.Texts[Wording]})
	}
	return p
}
