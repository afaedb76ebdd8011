//go:build !linux

package clock

import "time"

// nap leaves it to the runtime, whose timers are finer on systems that count in less than milliseconds.
func nap(d time.Duration) { time.Sleep(d) }
