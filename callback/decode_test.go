package callback

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/chatcb/chatcb/internal/rawjson"
)

func TestDecodeSamples(t *testing.T) {
	for _, text := range []string{
		sampleRequest, wireRequest, "\t" + strings.ReplaceAll(sampleRequest, ",", "\r\n , ") + "\n",
		strings.ReplaceAll(sampleRequest, "remark1", `\u0072emark1`),
	} {
		got, err := DecodeRequest([]byte(text))
		if err != nil {
			t.Errorf("%s: got %v", text, err)
		} else if diff := cmp.Diff(sample(), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// What the page does not list is kept as it is spelt, at both levels, and written again.
func TestDecodeKeepsTheUnknown(t *testing.T) {
	const text = `{"AddType":"","CallbackCommand":"","EventTime":-5,"ForceAddFlags":0,"FriendItem":[{"To_Account":"a",` +
		`"to_account":{"x" : [1.0,1.0]}}],"From_Account":"","Requester_Account":"","cloudCustomData":"\ud800","é\"":null}`
	q, err := DecodeRequest([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := &Request{
		EventTime: -5, Items: []Item{{ToAccount: "a", Extra: []Member{{"to_account", `{"x" : [1.0,1.0]}`}}}},
		Extra: []Member{{"cloudCustomData", `"\ud800"`}, {`é"`, `null`}},
	}
	if diff := cmp.Diff(want, q); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := string(Encoding{OmitEmpty: true}.Append(nil, q)); got != text {
		t.Errorf("written again: got %s, want %s", got, text)
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", "line 1, column 1: wanted a value, got the end of the text"},
		{" \n ", "line 2, column 2: wanted a value, got the end of the text"},
		{"\ufeff{}", "line 1, column 1: wanted a value, got a byte order mark"},
		{"null", "line 1, column 1: wanted a JSON object, got a JSON null"},
		{"\n [{}]", "line 2, column 2: wanted a JSON object, got a JSON array"},
		{`"{}"`, "line 1, column 1: wanted a JSON object, got a JSON string"},
		{"{}\n{}", "line 2, column 1: wanted the end of the text, got '{'"},
		{"{\"From_Account\":\n  7}", "line 2, column 3 (From_Account): wanted a JSON string, got a JSON number"},
		{`{"From_Account":null}`, "line 1, column 17 (From_Account): wanted a JSON string, got a JSON null"},
		{`{"EventTime":"1"}`, "line 1, column 14 (EventTime): wanted a JSON number, got a JSON string"},
		{`{"EventTime":1.5}`, "line 1, column 14 (EventTime): wanted a whole number of 64 bits, got 1.5"},
		{`{"EventTime":1e3}`, "line 1, column 14 (EventTime): wanted a whole number of 64 bits, got 1e3"},
		{
			`{"EventTime":9223372036854775808}`,
			"line 1, column 14 (EventTime): wanted a whole number of 64 bits, got 9223372036854775808",
		},
		{`{"FriendItem":{}}`, "line 1, column 15 (FriendItem): wanted a JSON array, got a JSON object"},
		{`{"FriendItem":[{},7]}`, "line 1, column 19 (FriendItem[1]): wanted a JSON object, got a JSON number"},
		{
			`{"FriendItem":[{},{"To_Account":true}]}`,
			"line 1, column 33 (FriendItem[1].To_Account): wanted a JSON string, got a JSON boolean",
		},
		{"{\"AddType\":\"\",\n\"AddType\":\"\"}", "line 2, column 1 (AddType): wanted one member of this name, got a second one"},
		{`{"x":1,"\u0078":2}`, "line 1, column 8 (x): wanted one member of this name, got a second one"},
		{
			`{"FriendItem":[{"Remark":"a","Remark":"b"}]}`,
			"line 1, column 30 (FriendItem[0].Remark): wanted one member of this name, got a second one",
		},
		{`{"From_Account":nope}`, "line 1, column 18: wanted true, false or null, got 'o'"},
		{`{"From_Account":"a}`, "line 1, column 20: wanted '\"' at the end of a string, got the end of the text"},
		{`{"x":` + strings.Repeat("[", 20000), "line 1, column 10005: wanted at most 10000 levels, got '['"},
		{`{"FriendItem":` + strings.Repeat(`[`, 20000), "line 1, column 10014: wanted at most 10000 levels, got '['"},
	} {
		q, err := DecodeRequest([]byte(tt.text))
		if err == nil || err.Error() != tt.want || q != nil {
			t.Errorf("%.60q:\n got %v\nwant %s", tt.text, err, tt.want)
		}
	}
}

// Every text that is cut short is refused, and at its end.
func TestDecodeTruncated(t *testing.T) {
	for n := range len(sampleRequest) {
		_, err := DecodeRequest([]byte(sampleRequest[:n]))
		e, ok := err.(*DecodeError)
		if !ok || e.Offset > n || e.Column != e.Offset+1 {
			t.Errorf("cut at %d: got %#v, want an error within the text", n, err)
		}
	}
}

// What is written is read back, for any texts that are UTF-8.
func FuzzDecodeReadsWhatAppendWrites(f *testing.F) {
	f.Add("a", "b", "c\"\\\n", "é😀", "", int64(1), "x", `{"y":[1]}`, 2)
	f.Fuzz(func(t *testing.T, from, to, remark, wording, source string, number int64, name, value string, items int) {
		for _, s := range []string{from, to, remark, wording, source, name} {
			if !utf8.ValidString(s) {
				t.Skip("not UTF-8")
			}
		}
		var extra []Member
		if json.Valid([]byte(value)) {
			extra = []Member{{"x" + name, strings.Trim(value, " \t\r\n")}}
		}
		for _, w := range Webhooks() {
			q := requestOf(w, []string{from, to, remark, wording, source}, number, int(min(uint(items), 3)), extra)
			for _, e := range []Encoding{{}, {Style: Documented}, {OmitEmpty: true}, {Style: Documented, OmitEmpty: true}} {
				text := e.Append(nil, q)
				got, err := w.Decode(text)
				if err != nil {
					t.Fatalf("%+v: %s: %v", e, text, err)
				}
				if diff := cmp.Diff(q, got, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%+v: %s (-want +got):\n%s", e, text, diff)
				}
			}
		}
	})
}

// requestOf is a request with these texts in its fields, in turn.
func requestOf(w *Webhook, texts []string, number int64, items int, extra []Member) *Request {
	q := &Request{Webhook: w, Items: make([]Item, items), Extra: extra}
	for i := range w.Fields {
		switch f := &w.Fields[i]; f.Kind.JSON() {
		case rawjson.String:
			*q.Text(f.Slot) = texts[i%len(texts)]
		case rawjson.Number:
			*q.Number(f.Slot) = number
		}
	}
	for n := range q.Items {
		q.Items[n].Extra = extra
		for i := range w.Items {
			*q.Items[n].Text(w.Items[i].Slot) = texts[(i+n)%len(texts)]
		}
	}
	return q
}

// Any text is refused with a place inside it, or is JSON and is written again to mean the same.
func FuzzDecodeRequest(f *testing.F) {
	f.Add([]byte(sampleRequest))
	f.Add([]byte(wireRequest))
	f.Add([]byte("{\"FriendItem\":[{\"x\":\n1}],\"\xff\":2}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		q, err := DecodeRequest(text)
		if err != nil {
			e := err.(*DecodeError)
			lines := strings.Split(string(text[:e.Offset]), "\n")
			if e.Line != len(lines) || e.Column != len(lines[len(lines)-1])+1 {
				t.Fatalf("%q: byte %d is not line %d, column %d", text, e.Offset, e.Line, e.Column)
			}
			return
		}
		if !json.Valid(text) {
			t.Fatalf("%q was accepted and is not JSON", text)
		}
		if !utf8.Valid(text) {
			return // written again, broken bytes become U+FFFD
		}
		again, err := DecodeRequest(Encoding{}.Append(nil, q))
		if err != nil {
			t.Fatalf("%q written again: %v", text, err)
		}
		byName := cmpopts.SortSlices(func(a, b Member) bool { return a.Name < b.Name })
		if diff := cmp.Diff(q, again, cmpopts.EquateEmpty(), byName); diff != "" {
			t.Fatalf("%q (-once +twice):\n%s", text, diff)
		}
	})
}

func BenchmarkDecodeRequest(b *testing.B) {
	text := []byte(wireRequest)
	b.Run("callback", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := DecodeRequest(text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encodingjson", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := json.Unmarshal(text, new(jsonRequest)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// Many members are neither slow nor a way round the check for second ones.
func TestDecodeManyMembers(t *testing.T) {
	text := []byte("{")
	for i := range 20000 {
		text = append(rawjson.AppendString(text, "x"+strconv.Itoa(i)), ":0,"...)
	}
	q, err := DecodeRequest(append(text, `"y":1}`...))
	if err != nil || len(q.Extra) != 20001 {
		t.Fatalf("got %v, want 20001 members", err)
	}
	for _, again := range []string{"x0", "x15", "x16", "x19999"} {
		_, err := DecodeRequest(append(text, `"`+again+`":1}`...))
		if err == nil || !strings.Contains(err.Error(), "("+again+"): wanted one member of this name") {
			t.Errorf("%s again: got %v, want it refused", again, err)
		}
	}
}
