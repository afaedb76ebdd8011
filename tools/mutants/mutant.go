package main

import (
	"bytes"
	"strings"
)

// mutant is one change of one file.
type mutant struct {
	file     string // its path in the module
	source   []byte
	start    int // bytes [start, end) become text
	end      int
	text     string
	operator string
}

func (m *mutant) mutated() []byte {
	return append(append(append([]byte{}, m.source[:m.start]...), m.text...), m.source[m.end:]...)
}

func (m *mutant) line() int { return 1 + bytes.Count(m.source[:m.start], []byte{'\n'}) }

// before and after show the line on which the change begins, and what becomes of it.
func (m *mutant) before() string { return lineAt(m.source, m.start) }
func (m *mutant) after() string  { return lineAt(m.mutated(), m.start) }

func lineAt(text []byte, at int) string {
	start := bytes.LastIndexByte(text[:at], '\n') + 1
	line, _, _ := bytes.Cut(text[start:], []byte{'\n'})
	return strings.TrimSpace(string(line))
}
