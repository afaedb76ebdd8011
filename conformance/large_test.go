package conformance

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/http1"
)

// That no more was read of an answer is no fault of its framing.
func TestLargerThanIsRead(t *testing.T) {
	s := rule.Sample{}
	x := s.Exchange()
	x.Answer = http1.Answer{MaxBody: 20}
	x.Answer.Advance(x.Received, true)
	request := requestOf(&s)
	var judge Judge
	var out Judgement
	judge.Judge(x, &request, &out)
	if len(out.Findings) != 1 || out.Findings[0].Rule.ID != "HDR-003" || !strings.Contains(out.Findings[0].Message(), "larger than what is read") ||
		!strings.Contains(out.Findings[0].In(nil).Fix, "--max-body") {
		t.Errorf("got %+v, want one finding that speaks of the limit", out.Findings)
	}
	if v := out.Verdicts[0]; v.Effect != Allow || v.Basis != Assumed {
		t.Errorf("got %+v, want it assumed", v)
	}
}
