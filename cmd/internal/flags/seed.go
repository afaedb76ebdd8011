package flags

import (
	"crypto/rand"
	"encoding/binary"
	"strconv"
)

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
