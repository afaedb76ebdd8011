//go:build !linux

package clock

import "context"

// newKernelAlarm leaves it to the runtime, whose timers are as fine as the system's own on these systems.
func newKernelAlarm(ctx context.Context) (Alarm, error) { return NewTimer(ctx), nil }
