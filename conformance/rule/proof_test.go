package rule

import "testing"

// What a rule says of its proof itself is added to what the file of proofs has of it.
func TestProvedBy(t *testing.T) {
	t.Parallel()
	r := Rule{ID: "A", Samples: func(p *Proof) { p.Fail = append(p.Fail, Sample{Name: "own"}) }}
	r.ProvedBy(func() map[string]Proof {
		return map[string]Proof{"A": {Pass: []Sample{{Name: "passes"}}, Fail: []Sample{{Name: "file"}}}, "B": {Fail: []Sample{{Name: "other"}}}}
	})
	for range 2 {
		p := r.Proof()
		if len(p.Pass) != 1 || len(p.Fail) != 2 || p.Fail[0].Name != "file" || p.Fail[1].Name != "own" {
			t.Errorf("got %+v, want those of the file and its own", p)
		}
	}
}
