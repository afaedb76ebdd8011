// Package nobody has addresses for tests at which nobody answers.
package nobody

import (
	"net"
	"testing"
)

// Refuses returns an address of this machine that refuses connections until the test ends: its port is taken, so that no
// other program comes to listen there.
func Refuses(tb testing.TB) string {
	tb.Helper()
	address, release, err := bound()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(release)
	return address
}

// Hangs returns an address at which connections are taken, and nothing is ever read or answered.
func Hangs(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { l.Close() })
	return l.Addr().String() // the system takes connections for those who listen
}
