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

// JudgeSample judges an answer that proves a rule as the rule is to see it: against its own request and expectations.
func JudgeSample(s *rule.Sample) *Judgement {
	request, judge := requestOf(s), Judge{Expect: Expectations{}}
	for _, account := range s.Allow {
		judge.Expect["to:"+account] = Allow
	}
	for _, account := range s.Block {
		judge.Expect["to:"+account] = Block
	}
	var out Judgement
	judge.Judge(s.Exchange(), &request, &out)
	return &out
}

// requestOf is what the request of a sample asks.
func requestOf(s *rule.Sample) Request {
	a, _ := RequestOf([]byte(s.RequestBody())) // some requests are wrong on purpose
	a.Secrets, a.Hostile = s.Secrets, s.Hostile
	return a
}
