package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// FuzzExchangeRoundTrip: whatever bytes went over the wire, a capture gives them back, but for masked credentials.
func FuzzExchangeRoundTrip(f *testing.F) {
	x := realistic()
	f.Add(x.Sent, x.Received, "http://a/", int64(1), int64(2), false)
	f.Add([]byte("\xff\r\n\r\n\xfe"), []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"), "\"\\", int64(999), int64(-5), true)
	f.Fuzz(func(t *testing.T, sent, received []byte, target string, write, last int64, never bool) {
		x := exchangeOf(string(sent), string(received))
		x.Target, x.Phases.Write, x.Phases.LastByte = strings.ToValidUTF8(target, "?"), max(0, time.Duration(write)), max(0, time.Duration(last))
		if never {
			x.Failure = Failure{callback.Late, x.Target}
		}
		if bytes.Contains(encode(x), []byte(Mask)) {
			return
		}
		checkRoundTrip(t, x)
	})
}

// FuzzDecodeExchange: any text is an exchange that can be written and read again, or an error within the text.
func FuzzDecodeExchange(f *testing.F) {
	f.Add(encode(realistic()))
	f.Add([]byte(`{"seq":1,"request":{"head_base64":"eA==","body":"\ud83d\ude00"},"response":{"framed":"x"},"timing_ms":{"dns":0.5}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var x Exchange
		if err := DecodeExchange(text, &x); err != nil {
			if at, ok := errors.AsType[*callback.DecodeError](err); !ok || at.Offset < 0 || at.Offset > len(text) {
				t.Fatalf("got %#v, want a place in the text", err)
			}
			return
		}
		line := encode(&x)
		if bytes.Contains(line, []byte(Mask)) || x.Start.Year() > 9999 || x.Start.Year() < 0 {
			return
		}
		x.Deadline, x.Target, x.Failure.Detail = x.Limit(), strings.ToValidUTF8(x.Target, "\ufffd"), strings.ToValidUTF8(x.Failure.Detail, "\ufffd")
		x.Failure.Cause = callback.Cause(strings.ToValidUTF8(string(x.Failure.Cause), "\ufffd"))
		if x.Failure.Cause == "" {
			x.Failure.Detail = ""
		}
		var got Exchange
		if err := DecodeExchange(line, &got); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if !bytes.Equal(got.Sent, x.Sent) || !bytes.Equal(got.Received, x.Received) || got.Phases != x.Phases || got.Failure != x.Failure || got.Target != x.Target {
			t.Fatalf("got %+v, want %+v", got, x)
		}
	})
}

func BenchmarkAppendExchange(b *testing.B) {
	x := realistic()
	buf := encode(x)
	b.SetBytes(int64(len(buf)))
	b.ReportAllocs()
	for b.Loop() {
		buf = x.AppendMembers(buf[:0])
	}
}

func BenchmarkDecodeExchange(b *testing.B) {
	text, x := encode(realistic()), Exchange{}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if err := DecodeExchange(text, &x); err != nil {
			b.Fatal(err)
		}
	}
}

// exchangeStruct is what one would write with encoding/json.
type exchangeStruct struct {
	Seq      uint64             `json:"seq"`
	Time     time.Time          `json:"time"`
	Target   string             `json:"target"`
	Request  messageStruct      `json:"request"`
	Response *messageStruct     `json:"response,omitempty"`
	Timing   map[string]float64 `json:"timing_ms"`
	Reused   bool               `json:"reused"`
	Deadline float64            `json:"deadline_ms"`
}

type messageStruct struct {
	Status int    `json:"status,omitempty"`
	Head   string `json:"head"`
	Body   string `json:"body"`
}

func BenchmarkEncodingJSONMarshalExchange(b *testing.B) {
	var x exchangeStruct
	text := encode(realistic())
	if err := json.Unmarshal(text, &x); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(&x); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodingJSONUnmarshalExchange(b *testing.B) {
	text := encode(realistic())
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		var x exchangeStruct
		if err := json.Unmarshal(text, &x); err != nil {
			b.Fatal(err)
		}
	}
}
