package capture

import (
	"io"
	"path/filepath"
	"testing"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/newfile"
)

func TestJudging(t *testing.T) {
	var j conformance.Judging
	for _, tt := range []struct {
		code int64
		want conformance.Effect
	}{{0, conformance.Allow}, {38000, conformance.Block}, {0, conformance.Allow}} {
		if err := j.Exchange(sample(1, "alice", "bob", tt.code)); err != nil {
			t.Fatal(err)
		}
		if v := j.Judgement.Verdicts; len(v) != 1 || v[0].Account != "bob" || v[0].Effect != tt.want || j.Request.From != "alice" {
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
func BenchmarkJudgeCapture(b *testing.B) { judgeAll(b, &endless{n: 1 << 62}) }

// BenchmarkJudgeCompressed does the same with a file that is unpacked again and again, as `judge traffic.jsonl.gz` does.
func BenchmarkJudgeCompressed(b *testing.B) {
	for _, name := range []string{"gz", "zst"} {
		b.Run(name, func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "capture.jsonl."+name)
			out, err := Create(file, nil, newfile.Options{})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Copy(out, &endless{n: 20_000}); err != nil {
				b.Fatal(err)
			}
			if err := out.Close(); err != nil {
				b.Fatal(err)
			}
			open := func() io.ReadCloser {
				in, err := Open(file, nil)
				if err != nil {
					b.Fatal(err)
				}
				return in
			}
			again := &repeated{open, open()}
			defer again.Close()
			judgeAll(b, again)
		})
	}
}

// repeated reads a file again from its start when it ends.
type repeated struct {
	open func() io.ReadCloser
	io.ReadCloser
}

func (r *repeated) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err == io.EOF {
		err = r.Close()
		r.ReadCloser = r.open()
	}
	return n, err
}

func judgeAll(b *testing.B, in io.Reader) {
	r := NewReader(in)
	r.DropExtra = true
	var rec Record
	var j conformance.Judging
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
