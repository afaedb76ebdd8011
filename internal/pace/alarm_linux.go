package pace

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Alarm wakes one goroutine again and again at moments that may lie close together, some hundredths of a millisecond
// late, without keeping a processor or a thread busy. Make one with [NewAlarm]; it is for one goroutine at a time.
//
// It is a timer of the kernel, read like a connection: the runtime's poller waits for it to the nanosecond, as it does
// for a connection, while the runtime's own timers make it wait in whole milliseconds.
type Alarm struct {
	file *os.File
	fd   int
	buf  [8]byte
	stop func() bool
	ctx  context.Context
}

// NewAlarm returns an alarm whose waits end with ctx. Close it after use.
func NewAlarm(ctx context.Context) (*Alarm, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("timerfd_create", err)
	}
	a := &Alarm{file: os.NewFile(uintptr(fd), "timer"), fd: fd, ctx: ctx}
	a.stop = context.AfterFunc(ctx, func() { _ = a.file.SetReadDeadline(time.Unix(1, 0)) }) // wakes who waits
	return a, nil
}

// Wait returns at the moment until, at once if that has passed, or with the cause of the context's end.
func (a *Alarm) Wait(until time.Time) error {
	for left := time.Until(until); left > 0; left = time.Until(until) {
		setting := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(left))}
		if err := unix.TimerfdSettime(a.fd, 0, &setting, nil); err != nil {
			return os.NewSyscallError("timerfd_settime", err)
		}
		if _, err := a.file.Read(a.buf[:]); err != nil {
			if a.ctx.Err() != nil {
				return context.Cause(a.ctx)
			}
			return err
		}
	}
	return context.Cause(a.ctx)
}

// Close releases the timer.
func (a *Alarm) Close() {
	a.stop()
	a.file.Close()
}
