package conformance

import (
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/conformance/rule"
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
	for proved := range Rules() {
		result.Rules++
		proof := proved.Proof
		for _, s := range proof.Pass {
			result.replay(proved.ID, &s, s.Also)
		}
		for _, s := range proof.Fail {
			result.replay(proved.ID, &s, append(slices.Clone(s.Also), proved.ID))
		}
	}
	return result
}

func (r *SelfTest) replay(id string, s *rule.Sample, want []string) {
	r.Samples++
	out := JudgeSample(s)
	var got []string
	for i := range out.Findings {
		got = append(got, out.Findings[i].Rule.ID)
	}
	slices.Sort(got)
	got, want = slices.Compact(got), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		r.Problems = append(r.Problems, fmt.Sprintf("%s, sample %q: got %v, want %v", id, s.Name, got, want))
	}
}
