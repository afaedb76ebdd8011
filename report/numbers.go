package report

import (
	"fmt"
	"time"
)

// Plural counts in English. It is for what no table of sentences has yet.
func Plural[N int | uint64](n N, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func Millis(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.1f ms", float64(d)/1e6)
}

func Seconds(d time.Duration) string {
	if d%time.Second == 0 {
		return fmt.Sprintf("%d s", d/time.Second)
	}
	return Millis(d)
}

// Fine writes short times with three decimals of a millisecond.
func Fine(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.3f ms", float64(d)/1e6)
	}
	return Millis(d)
}

// Percent writes a share with three digits that count.
func Percent(share float64) string {
	p := share * 100
	switch {
	case p == 0 || p >= 100:
		return fmt.Sprintf("%.0f %%", p)
	case p >= 10:
		return fmt.Sprintf("%.1f %%", p)
	case p >= 1:
		return fmt.Sprintf("%.2f %%", p)
	}
	return fmt.Sprintf("%.3g %%", p)
}
