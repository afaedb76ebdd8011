package answer

import (
	"github.com/chatcb/chatcb/conformance/internal/sample"
	"github.com/chatcb/chatcb/conformance/rule"
)

// leakSamples has one answer for every trace, and pages where traces stand.
func leakSamples() []rule.Sample {
	samples := []rule.Sample{
		{Name: "on an error page", Status: 500, Body: "panic: runtime error", Also: []string{"STS-001"}},
		{
			Name: "a page with status 200", Body: "Fatal error in /var/www/html/a.php on line 3",
			Also: []string{"JSN-001"},
		},
		{
			Name: "in ErrorInfo", Asks: sample.Asks(), Body: sample.Body(`"FAIL"`, `38000`, `"SQLSTATE[HY000]"`),
		},
	}
	for _, t := range traceList {
		samples = append(samples, rule.Sample{Name: t.text, Body: sample.Saying("38000", t.proof)})
	}
	return samples
}
