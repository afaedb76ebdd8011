package flags

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Checked is a value that says what it wanted, where it does not take what was typed.
type Checked struct {
	pflag.Value
	words []string // of which it is one, if there are any
	bound string   // atleast or above, if it has one
	least float64  // of a time, in seconds
}

// Words are those that it can be, which completion and the schema of the configuration ask it for; nil for any.
func (v *Checked) Words() []string { return v.words }

// Set takes what fits, and else stays what it is.
func (v *Checked) Set(text string) error {
	if v.words != nil && !slices.Contains(v.words, text) {
		return &exit.Said{Key: "command.wanted-word", Args: []any{
			"wanted", strings.Join(v.words, ", "), "got", text, "meant", nearest.To(text, v.words),
		}}
	}
	before := v.String()
	if err := v.Value.Set(text); err != nil {
		return v.wanted(text, err)
	}
	number, err := strconv.ParseFloat(v.String(), 64)
	least := any(v.least)
	if err != nil {
		d, _ := time.ParseDuration(v.String()) // which is what else has bounds
		number, least = d.Seconds(), time.Duration(v.least*float64(time.Second))
	}
	switch {
	case v.bound == "atleast" && number < v.least:
		err = &exit.Said{Key: "command.wanted-least", Args: []any{"least", least, "got", text}}
	case v.bound == "above" && number <= v.least:
		err = &exit.Said{Key: "command.wanted-positive", Args: []any{"got", text}}
	default:
		return nil
	}
	_ = v.Value.Set(before) // it was taken before
	return err
}

// plain reports whether it is of a kind that pflag complains of in its own way.
func (v *Checked) plain() bool {
	return slices.Contains([]string{"bool", "int", "int64", "uint64", "float64", "duration"}, v.Type())
}

// wanted says what was wanted by the kind of the value. Of a number that no kind can hold pflag says only that it wants another.
func (v *Checked) wanted(text string, err error) error {
	kind := v.Type()
	_, whole := strconv.ParseInt(text, 0, 64)
	_, float := strconv.ParseFloat(text, 64)
	switch {
	case !v.plain():
		return err // which has words of its own
	case errors.Is(whole, strconv.ErrRange) || errors.Is(float, strconv.ErrRange):
		kind = "closer"
	}
	return &exit.Said{Key: "command.wanted-value", Args: []any{"wanted", &exit.Said{Key: "command.value." + kind}, "got", text}}
}

// Seed is a flag that says what random things are made from.
type Seed struct {
	N     uint64
	Given bool
}

// Set takes a number.
func (s *Seed) Set(text string) (err error) {
	s.N, err = strconv.ParseUint(text, 10, 64)
	s.Given = err == nil
	return err
}

func (s *Seed) String() string { return strconv.FormatUint(s.N, 10) }

// Type is what pflag calls it.
func (s *Seed) Type() string { return "uint64" }

// Draw draws one that is short enough to be typed.
func (s *Seed) Draw() {
	var b [4]byte
	rand.Read(b[:])
	s.N = uint64(binary.LittleEndian.Uint32(b[:]))
}

// Time is a flag that is a point in time.
type Time struct{ time.Time }

// UnmarshalText reads it as RFC 3339 has it.
func (t *Time) UnmarshalText(text []byte) (err error) {
	if t.Time, err = time.Parse(time.RFC3339Nano, string(text)); err != nil {
		return fmt.Errorf("wanted a time such as 2026-01-01T20:00:00Z, got %q", text)
	}
	return nil
}
