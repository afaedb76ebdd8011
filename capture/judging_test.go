package capture

import (
	"testing"

	"github.com/chatcb/chatcb/conformance"
)

func TestJudging(t *testing.T) {
	var j Judging
	for _, tt := range []struct {
		code int64
		want conformance.Effect
	}{{0, conformance.Allow}, {38000, conformance.Block}, {0, conformance.Allow}} {
		if err := j.Exchange(sample(1, "alice", "bob", tt.code)); err != nil {
			t.Fatal(err)
		}
		if v := j.Judgement.Verdicts; len(v) != 1 || v[0].Account != "bob" || v[0].Effect != tt.want || j.Asked.From != "alice" {
			t.Errorf("code %d: got %+v, want %s for bob", tt.code, v, tt.want)
		}
	}
	x := sample(1, "alice", "bob", 0)
	x.Sent = []byte("POST / HTTP/1.1\r\n\r\nnot JSON")
	if err := j.Exchange(x); err == nil || len(j.Judgement.Verdicts) != 0 {
		t.Errorf("got %v, %v, want an error and no verdicts", err, j.Judgement.Verdicts)
	}
}

// BenchmarkJudgeCapture reads and judges: what `judge` does with a capture, on one core.
func BenchmarkJudgeCapture(b *testing.B) {
	r := NewReader(&endless{n: 1 << 62})
	r.DropExtra = true
	var rec Record
	var j Judging
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Read(&rec); err != nil {
			b.Fatal(err)
		}
		if err := j.Exchange(&rec.Exchange); err != nil || j.Judgement.Fails() {
			b.Fatal(err, j.Judgement.Findings)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
}
