package delivery

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

func TestNoConnection(t *testing.T) {
	l := rawServer(t, "tcp", "127.0.0.1:0", answering(okAnswer))
	l.Close()
	refused := clientFor(t, "http://"+l.Addr().String())
	noSocket := clientFor(t, "unix:"+filepath.Join(t.TempDir(), "none"))
	for _, c := range []struct {
		client *Client
		want   string
	}{
		{refused, "connection refused by " + l.Addr().String()},
		{noSocket, "there is no socket at " + noSocket.Target.Address},
	} {
		x := do(t, c.client, request(c.client, "{}"))
		if x.Failure != (exchange.Failure{Cause: callback.NoConnection, Detail: c.want}) || x.Phases.LastByte <= 0 {
			t.Errorf("got %+v after %v, want NoConnection: %s", x.Failure, x.Phases.LastByte, c.want)
		}
		if len(x.Sent) != 0 || x.Phases.Connect != 0 {
			t.Errorf("got %d bytes sent, connected after %v, want nothing", len(x.Sent), x.Phases.Connect)
		}
	}
}

func TestConnectWords(t *testing.T) {
	target := &Target{Network: "tcp", Address: "h.example:443"}
	op := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 443}, Err: os.NewSyscallError("connect", err)}
	}
	tests := []struct {
		err  error
		want string
	}{
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "h.example", IsNotFound: true}}, `DNS knows no address of "h.example"`},
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "i/o timeout", Name: "h.example", IsTimeout: true}}, `DNS did not say within 1.5s what the address of "h.example" is`},
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "server misbehaving", Name: "h.example"}}, `DNS failed for "h.example": server misbehaving`},
		{op(syscall.ECONNREFUSED), "connection refused by 192.0.2.1:443"},
		{op(syscall.EHOSTUNREACH), "no route to 192.0.2.1:443"},
		{op(syscall.ENETUNREACH), "the network is unreachable on the way to 192.0.2.1:443"},
		{op(syscall.EACCES), "no permission to connect to 192.0.2.1:443"},
		{op(context.DeadlineExceeded), "no connection to 192.0.2.1:443 within 1.5s"},
		{errors.New("strange"), "no connection to h.example:443: strange"},
	}
	for _, c := range tests {
		if got := connectWords(target, c.err, 1503*time.Millisecond); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestRounded(t *testing.T) {
	for in, want := range map[time.Duration]time.Duration{
		10*time.Second + 1234567:           10 * time.Second,
		1234567 * time.Nanosecond:          1230 * time.Microsecond,
		123456 * time.Nanosecond:           123 * time.Microsecond,
		2*time.Second + 4*time.Millisecond: 2 * time.Second,
		12:                                 12,
	} {
		if got := rounded(in); got != want {
			t.Errorf("%v: got %v, want %v", in, got, want)
		}
	}
}

// DNS is asked through the dialer, so its errors arrive as they do in the table above.
func TestDNSFailure(t *testing.T) {
	client := clientFor(t, "http://receiver.example/")
	client.Dial = func(_ context.Context, network, address string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: network, Err: &net.DNSError{Err: "no such host", Name: strings.TrimSuffix(address, ":80"), IsNotFound: true}}
	}
	x := do(t, client, request(client, "{}"))
	if x.Failure.Cause != callback.NoConnection || x.Failure.Detail != `DNS knows no address of "receiver.example"` {
		t.Errorf("got %+v, want NoConnection by DNS", x.Failure)
	}
}
