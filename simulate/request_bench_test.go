//go:build unix

package simulate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/simulate/load"
)

// BenchmarkRequest draws, encodes, sends, reads, judges and counts one request after the other, over a connection that has
// no system below it. What the receiver of that connection costs, and what decoding and checking one answer with encoding/json
// costs, are measured beside it.
func BenchmarkRequest(b *testing.B) {
	for _, token := range []string{"", "secret"} {
		b.Run("whole"+token, func(b *testing.B) {
			target, err := delivery.ParseTarget("http://localhost/")
			if err != nil {
				b.Fatal(err)
			}
			s := plainSimulation(b, &delivery.Client{Target: target, Dial: func(context.Context, string, string) (net.Conn, error) {
				return &mirror{}, nil
			}})
			s.Jobs, s.Wire.Token = 1, token
			s.Schedule = load.Schedule{Pacer: load.Constant(1000), Count: uint64(b.N)}
			b.ReportAllocs()
			defer reportUser(b)()
			if r := s.Run(b.Context(), time.Now()); r.Effects.Allowed.N() != uint64(b.N) {
				b.Fatalf("got %d of %d let in", r.Effects.Allowed.N(), b.N)
			}
		})
	}
	request := []byte("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n" + `{"FriendItem":[{"AddSource":"AddSource_Type_iOS","To_Account":"user_1z141z"}]}`)
	b.Run("receiver", func(b *testing.B) {
		m, buf := new(mirror), make([]byte, 4096)
		defer reportUser(b)()
		for b.Loop() {
			_, _ = m.Write(request)
			_, _ = m.Read(buf)
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
		m := new(mirror)
		_, _ = m.Write(request)
		answer := m.answer[bytes.IndexByte(m.answer, '{'):]
		b.ReportAllocs()
		defer reportUser(b)()
		for b.Loop() {
			var a struct {
				ActionStatus string
				ErrorCode    int
				ErrorInfo    string
				ResultItem   []struct {
					Account    string `json:"To_Account"`
					ResultCode int
					ResultInfo string
				}
			}
			if err := json.Unmarshal(answer, &a); err != nil || a.ActionStatus != "OK" || a.ErrorCode != 0 || len(a.ResultItem) != 1 ||
				a.ResultItem[0].Account != "user_1z141z" || a.ResultItem[0].ResultCode != 0 {
				b.Fatal(err, a)
			}
		}
	})
}

// reportUser reports user time, which another's load on the machine changes less than the time that passes.
func reportUser(b *testing.B) func() {
	user := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano()
	}
	b.ResetTimer()
	before := user()
	return func() { b.ReportMetric(float64(user()-before)/float64(b.N), "user-ns/op") }
}

// mirror is a connection whose other side lets in whom it is asked about.
type mirror struct {
	net.Conn
	buf, answer []byte
}

func (m *mirror) Write(b []byte) (int, error) {
	const head = "HTTP/1.1 200 OK\r\nServer: fasthttp\r\nDate: Sun, 29 Nov 2026 17:57:59 GMT\r\nContent-Type: application/json\r\nContent-Length: 000\r\n\r\n"
	mark := []byte(`To_Account":"`)
	a := append(m.buf[:0], head...)
	a = append(a, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[`...)
	for rest, n := b, 0; ; n++ {
		i := bytes.Index(rest, mark)
		if i < 0 {
			break
		}
		if n > 0 {
			a = append(a, ',')
		}
		rest = rest[i+len(mark):]
		a = append(append(append(a, "{\""...), mark...), rest[:bytes.IndexByte(rest, '"')]...)
		a = append(a, `","ResultCode":0,"ResultInfo":""}`...)
	}
	a = append(a, "]}"...)
	for i, n := len(head)-5, len(a)-len(head); n > 0; i, n = i-1, n/10 {
		a[i] = byte('0' + n%10)
	}
	m.buf, m.answer = a, a
	return len(b), nil
}

func (m *mirror) Read(b []byte) (n int, err error) {
	if len(m.answer) == 0 {
		return 0, io.EOF
	}
	n = copy(b, m.answer)
	m.answer = m.answer[n:]
	return n, nil
}

func (m *mirror) Close() error                { return nil }
func (m *mirror) SetDeadline(time.Time) error { return nil }
