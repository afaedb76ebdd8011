package conformance

import (
	"encoding/json"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
)

func BenchmarkJudge(b *testing.B) {
	signed := []string{callback.Sign("xxxxyyyy", "1669872112"), "0123456789abcdef0123456789abcdef"}
	for name, s := range map[string]rule.Sample{
		"allowed":        {},
		"secrets":        {Secrets: signed},
		"compact":        {Body: sampleAllowing("id1", "id2")},
		"denied":         {Body: sampleDeciding("0", "38000")},
		"unlike others":  {Asks: rule.Asks("zoë", "id2"), Body: sampleAllowing("zoë", "id2")},
		"40 accounts":    {Asks: rule.Asks(sampleNumbered(40)...), Body: sampleAllowing(sampleNumbered(40)...)},
		"nothing JSON":   {Status: 500, Body: "<html>"},
		"fail-open deny": {Body: sampleEdited(`"ErrorCode": 0`, `"ErrorCode": 1`)},
	} {
		b.Run(name, func(b *testing.B) {
			request, x := requestOf(&s), s.Exchange()
			var judge Judge
			var out Judgement
			b.ReportAllocs()
			for b.Loop() {
				judge.Judge(x, &request, &out)
			}
		})
	}
}

// BenchmarkDecode is what reading the same answer with encoding/json costs, which judges nothing.
func BenchmarkDecode(b *testing.B) {
	b.Run("encoding-json", func(b *testing.B) {
		body := []byte(callback.SampleResponse)
		b.ReportAllocs()
		for b.Loop() {
			var answer struct {
				ActionStatus string
				ErrorCode    int64
				ErrorInfo    string
				ResultItem   []struct {
					To_Account string
					ResultCode int64
					ResultInfo string
				}
			}
			if err := json.Unmarshal(body, &answer); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkRequestJudge(b *testing.B) {
	for name, s := range map[string]rule.Sample{
		"sample": {Raw: sampleQuerying(rule.PageQuery)},
		"wire":   {Raw: sampleQuerying(rule.PageQuery + "&" + sampleSign), Token: sampleToken},
		"one":    {Raw: rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, rule.Asks("id1"))},
	} {
		b.Run(name, func(b *testing.B) {
			view, err := ParseRequest([]byte(s.Raw))
			if err != nil {
				b.Fatal(err)
			}
			judge := RequestJudge{AppID: "1400000000", Token: s.Token}
			var out Judgement
			b.ReportAllocs()
			for b.Loop() {
				judge.Judge(&view, &out)
			}
			if len(out.Findings) > 0 {
				b.Fatalf("got the findings %v, want none", fired(&out))
			}
		})
	}
}
