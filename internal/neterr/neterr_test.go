package neterr

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"testing"
)

func TestIs(t *testing.T) {
	t.Parallel()
	_, err := net.Dial("tcp", "127.0.0.1:1")
	if !Is(err, Reset, Refused) || Is(err, Reset, BrokenPipe) || Is(err) {
		t.Errorf("got that %v is %v, want that it was refused", err, Is(err, Refused))
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := net.Listen("tcp", l.Addr().String()); !Is(err, AddressInUse) {
		t.Errorf("got %v, want that the address is in use", err)
	}
	for _, err := range []error{nil, errors.New("x"), fmt.Errorf("x: %w", os.ErrNotExist), syscall.Errno(0)} {
		if Is(err, Refused, Reset, BrokenPipe, HostUnreachable, NetworkUnreachable, AddressInUse, AddressNotHere) {
			t.Errorf("got that %v is of a kind", err)
		}
	}
}
