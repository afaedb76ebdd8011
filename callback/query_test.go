package callback

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestQueryOrder(t *testing.T) {
	base := func() Query { return PrevFriendAdd.Query("1400000000", "127.0.0.1", "Android") }
	for _, tt := range []struct {
		name       string
		q          Query
		configured string
		style      Style
		want       string
	}{
		{
			"documented", base(), "", Documented,
			"SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=127.0.0.1&OptPlatform=Android",
		},
		{
			"wire", base().Set(ParamRequestID, "r"), "", Wire,
			"CallbackCommand=Sns.CallbackPrevFriendAdd&ClientIP=127.0.0.1&OptPlatform=Android&RequestId=r&SdkAppid=1400000000&contenttype=json",
		},
		{
			"documented, signed, configured", base().Signed("xxxxyyyy", 1669872112), "appId=x&b", Documented,
			"appId=x&b=&SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=127.0.0.1&OptPlatform=Android" +
				"&Sign=17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061&RequestTime=1669872112",
		},
		{
			"wire, signed, configured", base().Signed("xxxxyyyy", 1669872112), "appId=x&a=2&a=1&Z=", Wire,
			"CallbackCommand=Sns.CallbackPrevFriendAdd&ClientIP=127.0.0.1&OptPlatform=Android&RequestTime=1669872112&SdkAppid=1400000000" +
				"&Sign=17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061&Z=&a=2&a=1&appId=x&contenttype=json",
		},
	} {
		configured := ParseQuery(tt.configured)
		if got := string(tt.q.Merge(configured, tt.style).Append(nil)); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
		if diff := cmp.Diff(ParseQuery(tt.configured), configured); diff != "" {
			t.Errorf("%s: merging changed the configured query: %s", tt.name, diff)
		}
	}
}

func TestQueryGetSetDel(t *testing.T) {
	q := Query{{"a", "1"}, {"A", "2"}, {"a", "3"}}
	for name, want := range map[string]string{"a": "1", "A": "2"} {
		if got, ok := q.Get(name); !ok || got != want {
			t.Errorf("Get(%s): got %q, %v, want %q", name, got, ok, want)
		}
	}
	if got, ok := q.Get("b"); ok || got != "" {
		t.Errorf("Get(b): got %q, %v, want nothing", got, ok)
	}
	q = q.Set("a", "x").Set("b", "y")
	if diff := cmp.Diff(Query{{"a", "x"}, {"A", "2"}, {"a", "3"}, {"b", "y"}}, q); diff != "" {
		t.Errorf("Set (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Query{{"A", "2"}, {"b", "y"}}, q.Del("a")); diff != "" {
		t.Errorf("Del (-want +got):\n%s", diff)
	}
}

// Signing again renews both parameters and adds none.
func TestSignedTwice(t *testing.T) {
	q := PrevFriendAdd.Query("1", "2", "3").Signed("t", 100).Signed("t", 200)
	if len(q) != 7 || q[5] != (Param{ParamSign, Sign("t", "200")}) || q[6] != (Param{ParamRequestTime, "200"}) {
		t.Errorf("got %v, want one Sign and one RequestTime, of 200", q)
	}
}

func TestParseQuery(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Query
	}{
		{"", nil},
		{"&&", nil},
		{"=", Query{{"", ""}}},
		{"a&b=&=c", Query{{"a", ""}, {"b", ""}, {"", "c"}}},
		{"a=b=c", Query{{"a", "b=c"}}},
		{"a=%zz&b=%41+%2B&%c3%a9=%", Query{{"a", "%zz"}, {"b", "A +"}, {"é", "%"}}},
		{"a=1;b=2", Query{{"a", "1;b=2"}}},
	} {
		if diff := cmp.Diff(tt.want, ParseQuery(tt.text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func FuzzQueryRoundTrip(f *testing.F) {
	f.Add("a", "b c&d=%+é\xff", "", "")
	f.Fuzz(func(t *testing.T, name1, value1, name2, value2 string) {
		want := Query{{name1, value1}, {name2, value2}}
		text := string(want.Append(nil))
		if diff := cmp.Diff(want, ParseQuery(text)); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", text, diff)
		}
		values, err := url.ParseQuery(text)
		if err != nil || values.Get(name1) != value1 {
			t.Fatalf("%s: net/url reads %q (%v), want %q", text, values.Get(name1), err, value1)
		}
	})
}

// Whatever a URL carries, reading it and writing it twice comes to the same.
func FuzzParseQuery(f *testing.F) {
	f.Add("appId=x&&=&a=%zz+%41")
	f.Fuzz(func(t *testing.T, text string) {
		once := ParseQuery(text)
		twice := ParseQuery(string(once.Append(nil)))
		if diff := cmp.Diff(once, twice, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%q (-once +twice):\n%s", text, diff)
		}
	})
}

func TestQueryAppendAllocatesNothing(t *testing.T) {
	q, buf := PrevFriendAdd.Query("1400000000", "2001:db8::1", "iOS").Signed("t", 1), make([]byte, 0, 512)
	if n := testing.AllocsPerRun(100, func() { buf = q.Append(buf[:0]) }); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}

func BenchmarkQuery(b *testing.B) {
	q, buf := PrevFriendAdd.Query("1400000000", "203.0.113.7", "Android"), make([]byte, 0, 512)
	b.Run("append", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			buf = q.Append(buf[:0])
		}
	})
	b.Run("neturl", func(b *testing.B) {
		values, err := url.ParseQuery(string(q.Append(nil)))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			_ = values.Encode()
		}
	})
}
