//go:build !windows

package neterr

import "syscall"

// native is empty: the system's numbers are those of package syscall.
var native map[Kind]syscall.Errno
