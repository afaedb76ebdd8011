package keyvalue

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Value is a variable that can be read from a text and written as one.
type Value struct {
	set    func(text string) error
	String func() string
}

// Func is what these two functions set and write.
func Func(set func(string) error, write func() string) Value { return Value{set, write} }

// Parsed is a variable with a reader and a writer of its own; want says in an error what is read.
func Parsed[T any](to *T, want string, read func(string) (T, error), write func(T) string) Value {
	return Value{
		set: func(text string) error {
			v, err := read(text)
			if err != nil {
				return fmt.Errorf("wanted %s, got %q", want, text)
			}
			*to = v
			return nil
		},
		String: func() string { return write(*to) },
	}
}

// Text is any text.
func Text(to *string) Value {
	same := func(s string) string { return s }
	return Parsed(to, "", func(s string) (string, error) { return s, nil }, same)
}

// Int is a whole number.
func Int(to *int) Value { return Parsed(to, "a number", strconv.Atoi, strconv.Itoa) }

// Duration is a time such as 10s.
func Duration(to *time.Duration) Value {
	return Parsed(to, "a time such as 10s", time.ParseDuration, time.Duration.String)
}

// Float is a number that is not NaN; want says what it counts.
func Float(to *float64, want string) Value { return Parsed(to, want, parseFloat, formatFloat) }

// Floats are numbers with a slash between them.
func Floats(to *[]float64, want string) Value {
	read := func(text string) (all []float64, err error) {
		for part := range strings.SplitSeq(text, "/") {
			v, err := parseFloat(part)
			if err != nil {
				return nil, err
			}
			all = append(all, v)
		}
		return all, nil
	}
	write := func(all []float64) string {
		var parts []string
		for _, v := range all {
			parts = append(parts, formatFloat(v))
		}
		return strings.Join(parts, "/")
	}
	return Parsed(to, want+" with / between", read, write)
}

// Share is a share such as 5% or 0.05.
func Share(to *float64) Value {
	return Parsed(to, "a share such as 5% or 0.05", ParseShare, FormatShare)
}

func parseFloat(text string) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err == nil && math.IsNaN(v) {
		err = errors.New("not a number")
	}
	return v, err
}

func formatFloat(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// ParseShare reads a share such as 5% or 0.05.
func ParseShare(text string) (float64, error) {
	number, percent := strings.CutSuffix(text, "%")
	s, err := parseFloat(number)
	if percent {
		s /= 100
	}
	return s, err
}

// FormatShare writes a share so that ParseShare reads the same: in per cent where that is short.
func FormatShare(s float64) string {
	percent := formatFloat(s*100) + "%"
	if again, err := ParseShare(percent); err == nil && again == s && len(percent) <= 6 {
		return percent
	}
	return formatFloat(s)
}
