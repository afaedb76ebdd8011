package scrub

import (
	"iter"

	"github.com/chatcb/chatcb/capture"
)

// Verification is what a search for raw values in scrubbed captures found.
type Verification struct {
	Exchanges int     `json:"exchanges"`
	Raw       []Place `json:"raw"`
	How       string  `json:"how"`     // shape, key or original
	Skipped   int     `json:"skipped"` // lines that could not be read, and may hold anything
}

// Place is an exchange in which something is raw.
type Place struct {
	Seq   uint64   `json:"seq"`
	Where []string `json:"where"`
}

// Verify looks where scrubbed records are raw: by the shape of their values alone if s is nil, with the key of s, or byte by
// byte against what the key makes of the original, if there is one.
func (s *Scrubber) Verify(records, original iter.Seq2[*capture.Record, error]) (*Verification, error) {
	v := &Verification{How: "key", Raw: []Place{}}
	if s == nil {
		s, v.How = Keyless(), "shape"
	}
	before := func() (*capture.Record, error, bool) { return nil, nil, false }
	if original != nil {
		next, stop := iter.Pull2(original)
		defer stop()
		before, v.How = next, "original"
	}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		v.Exchanges++
		where := s.Check(r)
		if original != nil {
			first, err, ok := before()
			if err != nil {
				return nil, err
			}
			if !ok || !s.Matches(first, r) {
				where = append(where, "not what scrub makes of the original")
			}
		}
		if len(where) > 0 {
			v.Raw = append(v.Raw, Place{r.Exchange.Seq, where})
		}
	}
	if first, err, more := before(); err != nil {
		return nil, err
	} else if more {
		v.Raw = append(v.Raw, Place{first.Exchange.Seq, []string{"the original has more exchanges"}})
	}
	return v, nil
}
