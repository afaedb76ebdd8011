package conformance

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/conformance/rule"
)

// judged runs a sample of answers.
func judged(s *rule.Sample) *Judgement { return JudgeSample(s) }

// judgedRequest runs a sample of requests.
func judgedRequest(t *testing.T, s *rule.Sample) *Judgement {
	t.Helper()
	out, err := JudgeRequestSample(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func fired(out *Judgement) []string {
	ids := []string{}
	for i := range out.Findings {
		ids = append(ids, out.Findings[i].Rule.ID)
	}
	return ids
}

// TestSamples runs the proof that every rule carries: each sample fires exactly what it declares, in the order of the
// table, and every rule but the declared guards has at least one sample that it passes and one that it fails.
func TestSamples(t *testing.T) {
	run := func(t *testing.T, table []*rule.Rule, judge func(*testing.T, *rule.Sample) *Judgement) {
		order := map[string]int{}
		for i, r := range table {
			order[r.ID] = i
		}
		for _, r := range table {
			proof := r.Proof
			if len(proof.Pass) == 0 || len(proof.Fail) == 0 != r.Guard {
				t.Errorf("%s: got %d passing and %d failing samples, guard %v, want some of both, and no failing ones for a guard",
					r.ID, len(proof.Pass), len(proof.Fail), r.Guard)
			}
			check := func(kind string, s *rule.Sample, want []string) {
				t.Run(r.ID+"/"+kind+"/"+s.Name, func(t *testing.T) {
					slices.SortFunc(want, func(a, b string) int { return order[a] - order[b] })
					out := judge(t, s)
					got := slices.Compact(fired(out))
					if !slices.Equal(got, want) {
						t.Errorf("got %v, want %v", got, want)
						for _, f := range out.Findings {
							t.Logf("%s: %s: wanted %s, got %s", f.Rule.ID, f.Message(), f.Expected(), f.Received())
						}
					}
				})
			}
			for i := range proof.Pass {
				check("pass", &proof.Pass[i], slices.Clone(proof.Pass[i].Also))
				if slices.Contains(proof.Pass[i].Also, r.ID) {
					t.Errorf("%s: the passing sample %q declares the rule itself", r.ID, proof.Pass[i].Name)
				}
			}
			for i := range proof.Fail {
				check("fail", &proof.Fail[i], append(slices.Clone(proof.Fail[i].Also), r.ID))
			}
		}
	}
	t.Run("answers", func(t *testing.T) {
		run(t, slices.Collect(Rules()), func(_ *testing.T, s *rule.Sample) *Judgement { return judged(s) })
	})
	t.Run("requests", func(t *testing.T) { run(t, slices.Collect(RequestRules()), judgedRequest) })
}

var placeholder = regexp.MustCompile(`\{([A-Za-z]+)(:[+\w]+)?\}`)

// unfilled lists the placeholders of the finding's wording that no argument fills.
func unfilled(f *rule.Finding) (names []string) {
	bare := rule.Finding{Rule: f.Rule, Kind: f.Kind}
	for _, m := range placeholder.FindAllStringSubmatch(bare.Message()+bare.Expected()+bare.Received()+bare.In(nil).Fix, -1) {
		if !slices.Contains(f.Args, any(m[1])) {
			names = append(names, m[1])
		}
	}
	return names
}

// TestFindingsAreComplete wants of every finding of every sample what reports rely on.
func TestFindingsAreComplete(t *testing.T) {
	check := func(t *testing.T, out *Judgement) {
		for _, f := range out.Findings {
			if f.Expected() == "" || f.Message() == "" || unfilled(&f) != nil || f.Level != f.Rule.Level ||
				strings.HasSuffix(f.Message(), ".") {
				t.Errorf("got the finding %+v of %s", f, f.Rule.ID)
			}
		}
	}
	for r := range Rules() {
		for _, s := range r.All() {
			check(t, judged(&s))
		}
	}
	for r := range RequestRules() {
		for _, s := range r.All() {
			check(t, judgedRequest(t, &s))
		}
	}
}
