package neterr

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// native are the system's own numbers.
var native = map[Kind]syscall.Errno{
	Refused:            windows.WSAECONNREFUSED,
	Reset:              windows.WSAECONNRESET,
	BrokenPipe:         windows.WSAECONNABORTED,
	HostUnreachable:    windows.WSAEHOSTUNREACH,
	NetworkUnreachable: windows.WSAENETUNREACH,
	AddressInUse:       windows.WSAEADDRINUSE,
	AddressNotHere:     windows.WSAEADDRNOTAVAIL,
}
