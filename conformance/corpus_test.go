package conformance

import (
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
)

const jsonHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

// conforming are answers that are odd or plain, and legal: none has a finding, and each means what it says.
var conforming = []rule.Sample{
	{Name: "the page's"},
	{Name: "compact", Body: sampleAllowing("id1", "id2")},
	{Name: "pretty-printed", Body: strings.NewReplacer(",", ",\n\t", ":", " : ", "{", "{\r\n", "[", "[ ").Replace(callback.SampleResponse)},
	{Name: "members reordered", Body: `{"ResultItem":[{"ResultInfo":"","ResultCode":0,"To_Account":"id1"},{"ResultCode":0,"To_Account":"id2","ResultInfo":""}],"ErrorInfo":"","ErrorCode":0,"ActionStatus":"OK"}`},
	{Name: "escapes in a text", Body: strings.Replace(sampleAllowing("id1", "id2"), `"id1"`, `"\u0069d1"`, 1)},
	{Name: "escapes in names", Body: strings.NewReplacer("ErrorCode", `Error\u0043ode`, "ResultInfo", `\u0052esultInfo`, "ResultItem", `Result\u0049tem`).Replace(callback.SampleResponse)},
	{Name: "escaped slash and emoji", Asks: rule.Asks("a/b", "😀"), Body: strings.NewReplacer("a/b", `a\/b`, "😀", `\ud83d\ude00`).Replace(sampleAllowing("a/b", "😀"))},
	{Name: "white space around it", Body: " \t\r\n" + callback.SampleResponse + "\r\n\r\n"},
	{Name: "denial", Body: sampleDeciding("38000", "39000")},
	{Name: "one denied", Body: sampleDeciding("38500", "0")},
	{Name: "minus zero", Body: sampleDeciding("-0", "0")},
	{Name: "asked about nobody", Asks: rule.Asks(), Body: sampleAllowing()},
	{Name: "asked twice, answered once", Asks: rule.Asks("a", "a"), Body: sampleAllowing("a")},
	{Name: "asked twice, answered twice", Asks: rule.Asks("a", "a"), Body: sampleAllowing("a", "a")},
	{Name: "accounts like names", Asks: rule.Asks("ErrorCode", "To_Account", `"`, `\`), Body: sampleAllowing("ErrorCode", "To_Account", `"`, `\`)},
	{Name: "upper and lower case are two", Asks: rule.Asks("Bob", "bob", " bob"), Body: sampleAllowing("Bob", "bob", " bob")},
	{Name: "forty accounts", Asks: rule.Asks(sampleNumbered(40)...), Body: sampleAllowing(sampleNumbered(40)...)},
	{Name: "a charset", Head: "Content-Type: application/json;charset=utf-8\r\n"},
	{Name: "header names in any case", Head: "content-TYPE:application/json\r\nX-Any: 1\r\n"},
	{Name: "a type built on JSON", Head: "Content-Type: application/problem+json\r\n"},
	{Name: "chunked", Raw: jsonHead + "Transfer-Encoding: chunked\r\n\r\n" + sampleChunked(callback.SampleResponse)},
	{Name: "in small chunks", Raw: jsonHead + "Transfer-Encoding: chunked\r\n\r\n" + strings.TrimSuffix(sampleChunked(callback.SampleResponse[:9]), "0\r\n\r\n") + sampleChunked(callback.SampleResponse[9:])},
	{Name: "HTTP/1.0 until the end", Raw: "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + callback.SampleResponse},
	{Name: "after 100 Continue", Raw: "HTTP/1.1 100 Continue\r\n\r\n" + sampleLengthy(len(callback.SampleResponse), callback.SampleResponse)},
	{Name: "no reason phrase", Raw: "HTTP/1.1 200\r\nContent-Type: application/json\r\n\r\n" + callback.SampleResponse},
	{Name: "at the last moment", Took: 2 * time.Second},
}

// TestConforming wants no finding for any legal answer, and every account to get what was said, as documented.
func TestConforming(t *testing.T) {
	for _, s := range conforming {
		t.Run(s.Name, func(t *testing.T) {
			out := judged(&s)
			if got := fired(out); len(got) > 0 || out.Fails() {
				t.Errorf("got %v, want no finding", got)
			}
			for _, v := range out.Verdicts {
				want := Allow
				if v.Code != 0 {
					want = Block
				}
				if v.Effect != want || v.Cause != callback.Said || v.Basis != Documented || !v.HasCode {
					t.Errorf("got %+v, want what was said, documented", v)
				}
			}
		})
	}
}

// TestCodeBoundaries tries every code of the catalogue as ErrorCode and as ResultCode.
func TestCodeBoundaries(t *testing.T) {
	for _, tt := range []struct {
		code    string
		err     string // the rule that ErrorCode breaks
		result  string // and ResultCode
		effect  Effect // of the ResultCode
		cause   callback.Cause
		basis   Basis
		want    int64
		hasCode bool
	}{
		{"0", "", "", Allow, callback.Said, Documented, 0, true},
		{"-0", "", "", Allow, callback.Said, Documented, 0, true},
		{"37999", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, 37999, true},
		{"38000", "", "", Block, callback.Said, Documented, 38000, true},
		{"38500", "", "", Block, callback.Said, Documented, 38500, true},
		{"39000", "", "", Block, callback.Said, Documented, 39000, true},
		{"39001", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, 39001, true},
		{"-1", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, -1, true},
		{"-38000", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, -38000, true},
		{"1", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, 1, true},
		{"403", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, 403, true},
		{"500", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, 500, true},
		{"10100", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, 10100, true},
		{"120001", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, 120001, true},
		{"2147483647", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, 1<<31 - 1, true},
		{"2147483648", "ERR-001", "RCD-001", Block, callback.OutOfRange, Assumed, 1 << 31, true},
		{"-2147483648", "ERR-001", "RCD-001", Block, callback.OutOfRange, Documented, -1 << 31, true},
		{"-2147483649", "ERR-001", "RCD-001", Block, callback.OutOfRange, Assumed, -1<<31 - 1, true},
		{"4295005296", "ERR-001", "RCD-001", Block, callback.OutOfRange, Assumed, 38000 + 1<<32, true},
		{"9223372036854775807", "ERR-001", "RCD-001", Block, callback.OutOfRange, Assumed, 1<<63 - 1, true},
		{"9223372036854775808", "ERR-001", "RCD-001", Block, callback.OutOfRange, Assumed, 0, false},
		{"-9223372036854775809", "ERR-001", "RCD-001", Block, callback.OutOfRange, Assumed, 0, false},
		{"18446744073709589616", "ERR-001", "RCD-001", Block, callback.OutOfRange, Assumed, 0, false},
		{"38000" + strings.Repeat("0", 400), "ERR-001", "RCD-001", Block, callback.OutOfRange, Assumed, 0, false},
		{"38000.0", "TYP-009", "TYP-009", Block, callback.Said, Assumed, 38000, true},
		{"3.8e4", "TYP-009", "TYP-009", Block, callback.Said, Assumed, 38000, true},
		{"3.8E+4", "TYP-009", "TYP-009", Block, callback.Said, Assumed, 38000, true},
		{"3900000e-2", "TYP-009", "TYP-009", Block, callback.Said, Assumed, 39000, true},
		{"0.0", "TYP-009", "TYP-009", Allow, callback.Said, Assumed, 0, true},
		{"-0.0e9", "TYP-009", "TYP-009", Allow, callback.Said, Assumed, 0, true},
		{"40000.0", "ERR-001 TYP-009", "RCD-001 TYP-009", Block, callback.OutOfRange, Assumed, 40000, true},
		{"-38000.0", "ERR-001 TYP-009", "RCD-001 TYP-009", Block, callback.OutOfRange, Assumed, -38000, true},
		{"1e300", "ERR-001 TYP-009", "RCD-001 TYP-009", Block, callback.OutOfRange, Assumed, 0, false},
		{"38000.5", "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
		{"0.5", "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
		{"38000e-1000", "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
		{"1e400", "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
		{"1e99999999999999999999", "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
		{"1e-99999999999999999999", "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
		{`"38000"`, "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
		{"true", "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
		{"null", "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
		{"{}", "TYP-002", "TYP-007", Allow, callback.UnreadableCode, Assumed, 0, false},
	} {
		t.Run(tt.code, func(t *testing.T) {
			status := map[bool]string{true: "OK", false: "FAIL"}
			zero := tt.want == 0 && tt.hasCode
			out := judged(&rule.Sample{Body: sampleBody(`"`+status[zero]+`"`, tt.code, map[bool]string{true: `""`, false: `"down"`}[zero], sampleEntry(`"id1"`, "38000", `"x"`), sampleEntry(`"id2"`, "38000", `"x"`))})
			want := tt.err
			if !zero && want == "" {
				want = "CON-005"
			}
			wantRules(t, "ErrorCode", out, want)
			wantCause, wantBasis := callback.ErrorCode, Assumed // the items deny
			if zero && !strings.Contains(tt.err, "TYP") {
				wantBasis = Documented
			}
			if zero {
				wantCause = callback.Said
			}
			if v := out.Verdicts[0]; v.Cause != wantCause || v.Basis != wantBasis || v.Said != SaidBlock || v.Effect == Block != zero {
				t.Errorf("ErrorCode: got %+v, want the cause %s, %s", v, wantCause, wantBasis)
			}

			out = judged(&rule.Sample{Body: sampleDeciding(tt.code, "0")})
			if tt.want == 0 && tt.hasCode { // the sample's text fits a denial
				out = judged(&rule.Sample{Body: sampleBody(`"OK"`, "0", `""`, sampleEntry(`"id1"`, tt.code, `""`), sampleEntry(`"id2"`, "0", `""`))})
			}
			wantRules(t, "ResultCode", out, tt.result)
			v := out.Verdicts[0]
			if v.Effect != tt.effect || v.Cause != tt.cause || v.Basis != tt.basis || v.Code != tt.want || v.HasCode != tt.hasCode {
				t.Errorf("ResultCode: got %+v, want %s by %s, %s, code %d %v", v, tt.effect, tt.cause, tt.basis, tt.want, tt.hasCode)
			}
		})
	}
}

// wantRules compares the fired rules with a list in alphabetical order.
func wantRules(t *testing.T, what string, out *Judgement, want string) {
	t.Helper()
	got := fired(out)
	for i := range got {
		for j := range i {
			if got[j] > got[i] {
				got[i], got[j] = got[j], got[i]
			}
		}
	}
	if strings.Join(got, " ") != want {
		t.Errorf("%s: got %v, want %q", what, got, want)
	}
}
