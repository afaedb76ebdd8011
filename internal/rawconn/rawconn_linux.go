//go:build linux && !race

package rawconn

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"unsafe"
)

// direct is a connection whose descriptor is read and written at once.
type direct struct {
	conn        net.Conn
	raw         syscall.RawConn
	read, write func(fd uintptr) bool // of this connection, made once

	// One goroutine reads and one writes; each has its own.
	in, out call
}

// call is a system call at work on a buffer.
type call struct {
	buf   []byte
	n     int
	errno syscall.Errno
}

// Stream returns what reads and writes conn: directly where conn is a TCP or unix connection of the system's, else conn.
// One goroutine may read while another writes. The results and errors are those of conn.
func Stream(conn net.Conn) io.ReadWriter {
	switch conn.(type) {
	case *net.TCPConn, *net.UnixConn:
	default:
		return conn
	}
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		return conn
	}
	d := &direct{conn: conn, raw: raw}
	d.read = func(fd uintptr) bool { return d.in.do(syscall.SYS_READ, fd) }
	d.write = func(fd uintptr) bool { return d.out.do(syscall.SYS_WRITE, fd) }
	return d
}

// do calls the system. It reports whether there is a result; else the descriptor is not ready yet.
func (c *call) do(number, fd uintptr) bool {
	for {
		n, _, errno := syscall.RawSyscall(number, fd, uintptr(unsafe.Pointer(unsafe.SliceData(c.buf))), uintptr(len(c.buf)))
		switch errno {
		case syscall.EINTR:
			continue
		case syscall.EAGAIN:
			return false
		}
		c.n, c.errno = int(n), errno
		if errno != 0 {
			c.n = 0
		}
		return true
	}
}

// Read is that of the connection.
func (d *direct) Read(b []byte) (int, error) {
	d.in = call{buf: b}
	err := d.raw.Read(d.read)
	d.in.buf = nil // which would keep it alive while the connection lies idle
	switch {
	case err == nil && d.in.errno == 0 && d.in.n == 0 && len(b) > 0:
		return 0, io.EOF
	case err == nil && d.in.errno == 0:
		return d.in.n, nil
	}
	return 0, d.failed("read", err, d.in.errno)
}

// Write is that of the connection.
func (d *direct) Write(b []byte) (int, error) {
	for done := 0; ; {
		d.out = call{buf: b[done:]}
		err := d.raw.Write(d.write)
		d.out.buf = nil
		if err != nil || d.out.errno != 0 {
			return done, d.failed("write", err, d.out.errno)
		}
		if done += d.out.n; done == len(b) {
			return done, nil
		}
	}
}

// failed words a failure as package net does.
func (d *direct) failed(op string, err error, errno syscall.Errno) error {
	if err == nil {
		err = os.NewSyscallError(op, errno)
	} else if raw, ok := errors.AsType[*net.OpError](err); ok {
		err = raw.Err
	}
	local := d.conn.LocalAddr()
	return &net.OpError{Op: op, Net: local.Network(), Source: local, Addr: d.conn.RemoteAddr(), Err: err}
}
