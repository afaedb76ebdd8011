package clock

import "time"

// lead learns how late the system wakes a goroutine that sleeps: a few microseconds on a busy machine, a tenth of a
// millisecond where an idle processor has to be woken through a hypervisor. An alarm that is set as much earlier is in
// time one half of the time, after staying awake for the rest, which is short because the delays are much alike.
type lead struct {
	typical time.Duration // an estimate of the median
}

const (
	// leadStep is by how much a single delay moves the estimate.
	leadStep = time.Microsecond
	// maxLead bounds it, and so how long somebody stays awake.
	maxLead = 100 * time.Microsecond
	// leadShare is the greatest part of a wait that is spent awake: at high rates the processor has other work.
	leadShare = 4
)

// before is how long before the end of a wait of d to set the alarm.
func (l *lead) before(d time.Duration) time.Duration { return min(l.typical, d/leadShare) }

// learn takes note of a delay.
func (l *lead) learn(delay time.Duration) {
	if delay > l.typical {
		l.typical = min(l.typical+leadStep, maxLead)
	} else {
		l.typical = max(l.typical-leadStep, 0)
	}
}
