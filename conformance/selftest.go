package conformance

import (
	"fmt"
	"slices"
)

// SelfTest is what came out of replaying the corpus that the rules carry with them.
type SelfTest struct {
	Rules    int
	Samples  int
	Problems []string // samples that were judged otherwise than they declare
}

// RunSelfTest replays every sample of every rule for answers through the judge: what each declares must be found, and
// nothing else. It needs no network and takes milliseconds.
func RunSelfTest() SelfTest {
	var result SelfTest
	for rule := range Rules() {
		result.Rules++
		proof := rule.Proof()
		for _, s := range proof.Pass {
			result.replay(rule.ID, &s, s.Also)
		}
		for _, s := range proof.Fail {
			result.replay(rule.ID, &s, append(slices.Clone(s.Also), rule.ID))
		}
	}
	return result
}

func (r *SelfTest) replay(rule string, s *Sample, want []string) {
	r.Samples++
	out := JudgeSample(s)
	var got []string
	for i := range out.Findings {
		got = append(got, out.Findings[i].Rule.ID)
	}
	slices.Sort(got)
	got, want = slices.Compact(got), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		r.Problems = append(r.Problems, fmt.Sprintf("%s, sample %q: got %v, want %v", rule, s.Name, got, want))
	}
}
