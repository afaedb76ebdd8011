// Package secret has a type for what is never printed, whatever prints it: a text, a log, JSON, the value of a flag.
package secret

import (
	"fmt"
	"io"
	"log/slog"
)

// Mask stands for a secret wherever it would be printed.
const Mask = "[masked]"

// Secret is a text that is not printed. It is a pflag.Value.
type Secret struct{ text string }

// Of is a secret with this text.
func Of(text string) Secret { return Secret{text} }

// Reveal is the text.
func (s Secret) Reveal() string { return s.text }

// Empty reports whether there is none.
func (s Secret) Empty() bool { return s.text == "" }

// String is the mask, or nothing where there is no secret.
func (s Secret) String() string {
	if s.text == "" {
		return ""
	}
	return Mask
}

// Format prints the mask for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText makes JSON and YAML of the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue is what a log gets.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Set takes the value of a flag.
func (s *Secret) Set(text string) error {
	s.text = text
	return nil
}

// Type is what help shows as the kind of value.
func (s *Secret) Type() string { return "string" }
