package flags

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Choice is a value that is one of some words, which completion and the schema of the configuration ask it for.
type Choice struct {
	pflag.Value
	words []string
}

// Set takes one of the words.
func (c *Choice) Set(text string) error {
	if !slices.Contains(c.words, text) {
		return &exit.Said{Key: "command.wanted-word", Args: []any{
			"wanted", strings.Join(c.words, ", "), "got", text, "meant", nearest.To(text, c.words),
		}}
	}
	return c.Value.Set(text)
}

// Words are those that it can be.
func (c *Choice) Words() []string { return c.words }

// bounded is a number or a time that must not be too small.
type bounded struct {
	pflag.Value
	least float64 // of a time, in seconds
	above bool    // and not that either
}

// Set takes what is not too small.
func (b *bounded) Set(text string) error {
	before := b.String()
	if err := b.Value.Set(text); err != nil {
		return err
	}
	number, err := strconv.ParseFloat(b.String(), 64)
	least := any(b.least)
	if err != nil {
		d, _ := time.ParseDuration(b.String()) // which is what else has bounds
		number, least = d.Seconds(), time.Duration(b.least*float64(time.Second))
	}
	switch {
	case number > b.least, number == b.least && !b.above:
		return nil
	case b.above:
		err = &exit.Said{Key: "command.wanted-positive", Args: []any{"got", text}}
	default:
		err = &exit.Said{Key: "command.wanted-least", Args: []any{"least", least, "got", text}}
	}
	_ = b.Value.Set(before) // it was taken before
	return err
}
