package report

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/report/term"
)

// ErrorInfo is shown as the judge reads it: a member of another name is none, and a byte order mark hides nothing.
func TestErrorInfoIsThatOfTheJudge(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"ErrorCode":38001,"ErrorInfo":"not you"}`:                "\n  ErrorCode 38001: not you\n",
		"\xef\xbb\xbf" + `{"ErrorCode":1,"ErrorInfo":"mark"}`:      "\n  ErrorCode 1: mark\n",
		`{"ErrorCode":38001,"errorinfo":"not you"}`:                "",
		`{"ErrorCode":38001,"ErrorInfo":"a","ErrorInfo":"\u001b"}`: "\n  ErrorCode 38001: \\x1b\n",
	} {
		var b strings.Builder
		x := &exchange.Exchange{Answer: http1.Answer{Status: 200, Body: []byte(body)}}
		ShowExchange(&term.Terminal{W: &b, Width: 80}, &conformance.Judged{Exchange: x, Judgement: new(conformance.Judgement)})
		if got := b.String(); want == "" && strings.Contains(got, "ErrorCode") || !strings.Contains(got, want) {
			t.Errorf("%s: got\n%s\nwant %q", body, got, want)
		}
	}
}
