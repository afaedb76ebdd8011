package clock

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// nap sleeps in the system: its clock counts in nanoseconds. A signal may end it early.
func nap(d time.Duration) {
	runtime.LockOSThread() // the slack is the thread's
	defer runtime.UnlockOSThread()
	// By default the kernel may be 50 µs late, so as to wake many at once.
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0)
	request := unix.NsecToTimespec(int64(d))
	_ = unix.ClockNanosleep(unix.CLOCK_MONOTONIC, 0, &request, nil) // the caller looks at the clock
}
