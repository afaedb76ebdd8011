package fault

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// settings is what a script sets of a fault.
type settings struct {
	value string // after ID=
	given any    // what that says: a time, a number, or a text

	low, high   time.Duration // of a latency
	median, p99 time.Duration
	samples     []time.Duration
}

// maxDelay bounds how long an answer can be held back.
const maxDelay = 5 * time.Minute

// read reads what was set of a fault, as what it takes says. An error says what was wanted.
func (s *settings) read(f *row) (err error) {
	text := cmp.Or(s.value, f.Usual)
	switch f.Takes {
	case "TIME":
		s.given, err = duration(text)
	case "STATUS":
		s.given, err = between(text, 200, 999)
	case "BYTES":
		s.given, err = between(text, 1, 1<<20)
	case "REQUESTS":
		s.given, err = between(text, 1, 1<<31)
	case "BYTES or N%":
		number, percent := strings.CutSuffix(text, "%")
		if n, bad := strconv.ParseInt(number, 10, 32); bad != nil || n < 0 || n > 100 && percent {
			err = fmt.Errorf("wanted a number of bytes or a percentage such as 50%%, got %q", text)
		}
		s.given = text
	case "TIME, TIME..TIME or @CAPTURE":
		err = s.readLatency(text)
	default:
		s.given = text
	}
	return err
}

func duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > maxDelay {
		return 0, fmt.Errorf("wanted a duration up to %s such as 250ms, got %q", maxDelay, text)
	}
	return d, nil
}

func between(text string, low, high int) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		return 0, fmt.Errorf("wanted a number from %d to %d, got %q", low, high, text)
	}
	return n, nil
}

func (s *settings) readLatency(text string) (err error) {
	switch {
	case len(s.samples) > 0:
		return nil
	case s.p99 > 0 || s.median > 0:
		s.median = cmp.Or(s.median, s.p99/10)
		s.p99 = cmp.Or(s.p99, s.median*10)
		if text != "" || s.median > s.p99 || s.median <= 0 {
			return fmt.Errorf("wanted latency with median= up to p99=, and no value beside them")
		}
		return nil
	case text == "":
		return fmt.Errorf("wanted a time, as in latency=300ms or latency=50ms..3s")
	}
	low, high, isRange := strings.Cut(text, "..")
	if !isRange {
		high = low
	}
	if s.low, err = duration(low); err != nil {
		return err
	}
	if s.high, err = duration(high); err == nil && s.high < s.low {
		err = fmt.Errorf("the times are in the wrong order")
	}
	return err
}
