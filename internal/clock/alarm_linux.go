package clock

import (
	"context"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// kernelAlarm is a timer of the kernel, waited for like a connection: the runtime's poller waits for it to the
// nanosecond, while the runtime's own timers make it wait in whole milliseconds. It wakes some hundredths of a
// millisecond late, at times that may lie close together, without keeping a processor or a thread busy.
type kernelAlarm struct {
	file *os.File
	raw  syscall.RawConn
	fd   int
	stop func() bool
	ctx  context.Context
	lead lead

	looked bool // for an alarm that rang before we waited
	ring   func(fd uintptr) bool
	ticks  [8]byte
}

func newKernelAlarm(ctx context.Context) (Alarm, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("timerfd_create", err)
	}
	a := &kernelAlarm{file: os.NewFile(uintptr(fd), "timer"), fd: fd, ctx: ctx}
	if a.raw, err = a.file.SyscallConn(); err != nil {
		a.file.Close()
		return nil, err
	}
	// The timer is read before waiting only, when the poller has forgotten what it told before. After that its word is
	// enough: setting the timer anew forgets what it counted.
	a.ring = func(fd uintptr) bool {
		if a.looked {
			return true
		}
		a.looked = true
		n, _ := unix.Read(int(fd), a.ticks[:])
		return n > 0
	}
	a.stop = context.AfterFunc(ctx, func() { _ = a.file.SetReadDeadline(time.Unix(1, 0)) }) // wakes who waits
	return a, nil
}

func (a *kernelAlarm) Wait(until time.Time) error {
	left := time.Until(until)
	if left <= 0 {
		return context.Cause(a.ctx)
	}
	ahead := a.lead.before(left)
	for left > ahead {
		sleep := left - ahead
		if err := a.sleep(sleep); err != nil {
			return err
		}
		woken := time.Until(until)
		if woken <= ahead { // else it was another's alarm
			a.lead.learn(left - woken - sleep)
		}
		left = woken
	}
	for time.Now().Before(until) { //nolint:revive // to sleep or to yield now is to come late
	}
	return context.Cause(a.ctx)
}

func (a *kernelAlarm) sleep(d time.Duration) error {
	setting := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(d))}
	if err := unix.TimerfdSettime(a.fd, 0, &setting, nil); err != nil {
		return os.NewSyscallError("timerfd_settime", err)
	}
	a.looked = false
	if err := a.raw.Read(a.ring); err != nil {
		if a.ctx.Err() != nil {
			return context.Cause(a.ctx)
		}
		return err
	}
	return nil
}

func (a *kernelAlarm) Close() {
	a.stop()
	a.file.Close()
}
