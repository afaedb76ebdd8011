// Package neterr names what the system says of a connection that failed. Windows has numbers of its own for it, which
// are not those of package syscall.
package neterr

import (
	"errors"
	"syscall"
)

// Kind is a reason why a connection failed or could not be listened for.
type Kind syscall.Errno

// The kinds.
const (
	Refused            = Kind(syscall.ECONNREFUSED)
	Reset              = Kind(syscall.ECONNRESET)
	BrokenPipe         = Kind(syscall.EPIPE)
	HostUnreachable    = Kind(syscall.EHOSTUNREACH)
	NetworkUnreachable = Kind(syscall.ENETUNREACH)
	AddressInUse       = Kind(syscall.EADDRINUSE)
	AddressNotHere     = Kind(syscall.EADDRNOTAVAIL)
)

// Is reports whether err has one of the kinds for its reason.
func Is(err error, kinds ...Kind) bool {
	errno, ok := errors.AsType[syscall.Errno](err)
	if !ok {
		return false
	}
	for _, k := range kinds {
		if own, ok := native[k]; errno == syscall.Errno(k) || ok && errno == own {
			return true
		}
	}
	return false
}
