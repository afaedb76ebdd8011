package conformance

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/google/go-cmp/cmp"
)

const datedHead = "Content-Type: application/json\r\nDate: Sun, 29 Nov 2026 17:57:59 GMT\r\n"

// An answer that is like one before it is not read again, and judged as if it were.
func TestKnownAnswer(t *testing.T) {
	t.Parallel()
	excused := sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"no user SELECT * FROM users"`), sampleEntry(`"id2"`, `0`, `""`))
	entry := func(account string) string { return sampleEntry(account, "0", `""`) }
	two := func(a, b string) string { return sampleBody(`"OK"`, `0`, `""`, entry(a), entry(b)) }
	first := rule.Sample{Head: datedHead, Body: two(`"id1"`, `"id2"`)}
	like := func(change func(*rule.Sample)) rule.Sample {
		s := first
		change(&s)
		return s
	}
	long := sampleNumbered(17)
	for _, tt := range []struct {
		name          string
		first, second rule.Sample
		known         bool // the second is not read
	}{
		{"the same", first, first, true},
		{"other accounts", first, like(func(s *rule.Sample) { s.Asks, s.Body = rule.Asks("user_7", ""), two(`"user_7"`, `""`) }), true},
		{"one account", rule.Sample{Asks: rule.Asks("a"), Body: sampleAllowing("a")}, rule.Sample{Asks: rule.Asks("b"), Body: sampleAllowing("b")}, true},
		{"another date", first, like(func(s *rule.Sample) { s.Head = strings.Replace(s.Head, "29 Nov", "30 Nov", 1) }), true},
		{"a date with CR", first, like(func(s *rule.Sample) { s.Head = strings.Replace(s.Head, "9 GMT", "9 GM\r", 1) }), true},
		{"a date with LF", first, like(func(s *rule.Sample) { s.Head = strings.Replace(s.Head, " 17:5", "\nX: 5", 1) }), false},
		{"a date that ends the head", first, like(func(s *rule.Sample) { s.Head = strings.Replace(s.Head, "17:57:59", "1\r\n\r\n7:5", 1) }), false},
		{"a longer date", first, like(func(s *rule.Sample) { s.Head = strings.Replace(s.Head, "29 Nov", "29. Nov", 1) }), true},
		{"another type", first, like(func(s *rule.Sample) { s.Head = strings.Replace(s.Head, "json", "jsom", 1) }), false},
		{"a coding", first, like(func(s *rule.Sample) { s.Head += "Content-Encoding: gzip\r\n" }), false},
		{"no date", first, like(func(s *rule.Sample) { s.Head = "" }), false},
		{"another status", first, like(func(s *rule.Sample) { s.Status = 201 }), false},
		{"late", first, like(func(s *rule.Sample) { s.Took = 3 * time.Second }), false},
		{"in time", first, like(func(s *rule.Sample) { s.Took = 2 * time.Second }), true},
		{"cut off behind it", first, like(func(s *rule.Sample) { s.Failure, s.Raw = callback.Reset, string(first.Exchange().Received) }), false},
		{"bytes behind it", first, like(func(s *rule.Sample) { s.Raw = string(first.Exchange().Received) + "x" }), false},
		{"another head like before", rule.Sample{Body: first.Body}, first, false},
		{"denied like before", rule.Sample{Body: sampleDeciding("0", "38000")}, rule.Sample{Body: sampleDeciding("0", "38000")}, true},
		{"denied in another code", rule.Sample{Body: sampleDeciding("0", "38000")}, rule.Sample{Body: sampleDeciding("0", "38001")}, false},
		{"denied by no code", rule.Sample{Body: sampleDeciding("0", "1")}, rule.Sample{Body: sampleDeciding("0", "1")}, false},
		{"denied without a word", rule.Sample{Body: sampleEdited(`"ResultCode": 0`, `"ResultCode": 38000`)}, rule.Sample{Body: sampleEdited(`"ResultCode": 0`, `"ResultCode": 38000`)}, false},
		{"two accounts swapped", first, like(func(s *rule.Sample) { s.Body = two(`"id2"`, `"id1"`) }), false},
		{"one account twice", first, like(func(s *rule.Sample) { s.Asks, s.Body = rule.Asks("id1", "id1"), two(`"id1"`, `"id1"`) }), false},
		{"one twice, answered once", like(func(s *rule.Sample) { s.Asks, s.Body = rule.Asks("id1", "id1"), two(`"id1"`, `"id1"`) }), first, false},
		{"more asked than answered", first, like(func(s *rule.Sample) { s.Asks = rule.Asks("id1", "id2", "id3") }), false},
		{"fewer asked", first, like(func(s *rule.Sample) { s.Asks = rule.Asks("id1") }), false},
		{"nobody asked", first, like(func(s *rule.Sample) { s.Asks = rule.Asks() }), false},
		{"another account answered", first, like(func(s *rule.Sample) { s.Body = two(`"id1"`, `"id3"`) }), false},
		{"an account with a quote", first, like(func(s *rule.Sample) { s.Asks, s.Body = rule.Asks(`a"b`, "id2"), two(`"a"b"`, `"id2"`) }), false},
		{"an account with an escape", first, like(func(s *rule.Sample) { s.Asks, s.Body = rule.Asks(`a\u0062`, "id2"), two(`"a\u0062"`, `"id2"`) }), false},
		{"an account with a control byte", first, like(func(s *rule.Sample) { s.Asks, s.Body = rule.Asks("a\nb", "id2"), two("\"a\nb\"", `"id2"`) }), false},
		{"an account with half a letter", first, like(func(s *rule.Sample) { s.Body = two("\"id1\xc3\"", `"id2"`) }), false},
		{"something behind it", first, like(func(s *rule.Sample) { s.Body += "x" }), false},
		{"the end missing", first, like(func(s *rule.Sample) { s.Body = s.Body[:len(s.Body)-1] }), false},
		{"one code other", first, like(func(s *rule.Sample) { s.Body = strings.Replace(s.Body, `Code":0,"ResultI`, `Code":1,"ResultI`, 1) }), false},
		{"a secret in the body", first, like(func(s *rule.Sample) { s.Secrets = []string{"ResultItem"} }), false},
		{"a secret as an account", first, like(func(s *rule.Sample) {
			s.Asks, s.Body, s.Secrets = rule.Asks("id1", "s3cret"), two(`"id1"`, `"s3cret"`), []string{"", "s3cret"}
		}), false},
		{"a secret in the date", first, like(func(s *rule.Sample) { s.Secrets = []string{"17:57:59"} }), false},
		{"a secret elsewhere", first, like(func(s *rule.Sample) { s.Secrets = []string{"elsewhere"} }), true},
		{"hostile", first, like(func(s *rule.Sample) { s.Hostile = true }), true},
		{"excused once", rule.Sample{Asks: rule.Asks("id1", "id2") + `{"x":"SELECT * FROM users"}`, Body: excused}, rule.Sample{Body: excused}, false},
		{"as many as are kept", rule.Sample{Asks: rule.Asks(long[:16]...), Body: sampleAllowing(long[:16]...)}, rule.Sample{Asks: rule.Asks(long[1:]...), Body: sampleAllowing(long[1:]...)}, true},
		{"more than are kept", rule.Sample{Asks: rule.Asks(long...), Body: sampleAllowing(long...)}, rule.Sample{Asks: rule.Asks(long...), Body: sampleAllowing(long...)}, false},
		{"a body alone", rule.Sample{Raw: "HTTP/1.1 200\r\n\r\n" + first.Body}, rule.Sample{Raw: "HTTP/1.1 200\r\n\r\n" + first.Body}, false},
		{"chunks after a length", first, rule.Sample{Raw: "HTTP/1.1 200 X\r\n" + datedHead + "Transfer-Encoding: chunked\r\n\r\n" + "5d\r\n" + first.Body + "\r\n0\r\n\r\n"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out Judgement
			judgeAfter(t, &out, &tt.first)
			x := judgeAfter(t, &out, &tt.second)
			if known := out.answer.X != x; known != tt.known {
				t.Errorf("got known %v, want %v", known, tt.known)
			}
		})
	}
}

// Four answers are known at a time, and where none is met again hardly any more is kept.
func TestKnownAnswers(t *testing.T) {
	t.Parallel()
	var out Judgement
	denied := func(n int) *rule.Sample { return &rule.Sample{Body: sampleDeciding("0", strconv.Itoa(38000+n))} }
	known := func(n int) bool {
		s := denied(n)
		x, request := s.Exchange(), requestOf(s)
		new(Judge).Judge(x, &request, &out)
		return out.answer.X != x
	}
	first, second := known(500), known(500)
	if first || second {
		t.Error("got the first answer known, want nothing kept of one that may be the only one")
	}
	for n := range 4 {
		known(n)
	}
	for n := range 4 {
		if !known(n) {
			t.Errorf("got answer %d unknown, want four known", n)
		}
	}
	for n := 4; n < 4+64; n++ {
		if known(n) {
			t.Errorf("got answer %d known, want it new", n)
		}
	}
	var kept []int
	for n := 4 + 64; n < 4+3*64; n++ {
		known(n)
		before := out.known // meeting it again would make it one that is
		if known(n) {
			kept = append(kept, n)
		}
		out.known = before
	}
	if !slices.Equal(kept, []int{4 + 2*64 - 1, 4 + 3*64 - 1}) {
		t.Errorf("got %v kept after 64 in vain, want one of 64", kept)
	}
	if !known(kept[1]) {
		t.Errorf("got answer %d unknown again", kept[1])
	}
	for n := 1000 - 63; n <= 1000; n++ {
		known(n)
	}
	if !known(1000) {
		t.Error("got the 64th after one that was met again unknown, want it kept")
	}
}

// judgeAfter judges a sample with a judgement that has seen others, and wants what one that has not seen any says.
func judgeAfter(t *testing.T, out *Judgement, s *rule.Sample) *exchange.Exchange {
	t.Helper()
	x, request := s.Exchange(), requestOf(s)
	compareAfter(t, out, x, &request, Assumptions(1<<11-1))
	compareAfter(t, out, x, &request, 0)
	return x
}

func compareAfter(t *testing.T, out *Judgement, x *exchange.Exchange, request *Request, assume Assumptions) {
	t.Helper()
	judge, fresh := Judge{Assume: assume}, Judgement{}
	judge.Judge(x, request, out)
	judge.Judge(x, request, &fresh)
	if got, want := copied(out), copied(&fresh); !slices.Equal(got.Verdicts, want.Verdicts) || !slices.Equal(got.Findings, want.Findings) {
		t.Errorf("after others an answer is judged differently (-alone +after)\n%s\n%s", cmp.Diff(want, got), x.Received)
	}
}

// Whatever was judged before makes no difference: every sample after some that are without findings.
func TestSamplesAfterEachOther(t *testing.T) {
	t.Parallel()
	var all []rule.Sample
	for r := range Rules() {
		all = append(all, r.All()...)
	}
	met := 0
	for i := 0; i < len(all); i += 10 {
		if len(judged(&all[i]).Findings) > 0 {
			continue
		}
		for j := range all {
			var out Judgement
			x, request := all[i].Exchange(), requestOf(&all[i])
			for range 2 { // the first is not kept
				new(Judge).Judge(x, &request, &out)
			}
			x, request = all[j].Exchange(), requestOf(&all[j])
			if compareAfter(t, &out, x, &request, 0); out.answer.X != x {
				met++
			}
		}
	}
	if met < 10 {
		t.Errorf("got %d samples that are like one before, want many", met)
	}
}

// FuzzKnownAnswer judges an answer after one from which it differs in some bytes.
func FuzzKnownAnswer(f *testing.F) {
	for r := range Rules() {
		for _, s := range r.All() {
			if raw := s.Exchange().Received; len(raw) > 0 && len(raw) < 1000 {
				f.Add(strings.Join(requestOf(&s).Accounts, "\n"), "id1\nid2", raw, uint16(len(raw)/2), uint16(3), []byte("id1"), int64(s.Took))
			}
		}
	}
	f.Add("id1\nid2", "id1\nid2", []byte("HTTP/1.1 200 X\r\n"+datedHead+"Content-Length: 107\r\n\r\n"+sampleAllowing("id1", "id2")), uint16(60), uint16(4), []byte("30 D"), int64(0))
	f.Fuzz(func(t *testing.T, before, accounts string, raw []byte, at, length uint16, edit []byte, took int64) {
		start := min(int(at), len(raw))
		end := min(start+int(length), len(raw))
		second := slices.Concat(raw[:start], edit, raw[end:])
		swapped := bytes.ReplaceAll(raw, []byte(before), []byte(accounts)) // of one account asked about
		var out Judgement
		for _, raw := range [][]byte{raw, second, raw, swapped} {
			x := &exchange.Exchange{Received: raw, Phases: exchange.Phases{LastByte: time.Duration(took)}}
			x.Answer.Advance(raw, true)
			for _, ids := range []string{before, accounts} {
				request := Request{Accounts: strings.Split(ids, "\n"), From: "id", Secrets: []string{"secret", string(edit)}}
				compareAfter(t, &out, x, &request, 0)
			}
		}
	})
}
