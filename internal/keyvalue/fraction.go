package keyvalue

import "fmt"

// Fraction is a part of all: 0.1 or 10%.
type Fraction float64

// UnmarshalText reads a share.
func (s *Fraction) UnmarshalText(text []byte) error {
	share, err := ParseShare(string(text))
	if err != nil || !(share >= 0 && share <= 1) {
		return fmt.Errorf("wanted a share such as 10%%, got %q", text)
	}
	*s = Fraction(share)
	return nil
}

// Limit is a share that is a limit; 0 is none.
type Limit float64

// UnmarshalText reads a limit.
func (l *Limit) UnmarshalText(text []byte) error {
	limit, err := ParseShare(string(text))
	if err != nil || !(limit > 0 && limit < 1) {
		return fmt.Errorf("wanted a share above 0 and below 100%%, such as 0.1%%, got %q", text)
	}
	*l = Limit(limit)
	return nil
}
