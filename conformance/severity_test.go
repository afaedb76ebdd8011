package conformance

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
)

// binding reports whether --fail-on must fails a judgement.
func binding(out *Judgement) bool {
	gate := Gate{FailOn: rule.Must}
	return slices.ContainsFunc(out.Findings, func(f rule.Finding) bool { return gate.Fails(f.Severity, f.Level) })
}

// A documented fail-open of a request that had to be decided counts as a MUST, whatever rule explains it.
func TestFailOpenIsBinding(t *testing.T) {
	const hostile = true
	top := sampleBody(`"FAIL"`, `38000`, `"no"`, sampleEntry(`"id1"`, `0`, `""`), sampleEntry(`"id2"`, `0`, `""`))
	for _, tt := range []struct {
		name   string
		sample rule.Sample
		rule   string
		want   rule.Severity
		level  rule.Level
	}{
		{"redirect", rule.Sample{Status: 302}, "STS-002", rule.MustLinked, rule.Fail},
		{"trailing junk", rule.Sample{Body: sampleDeciding("38000", "0") + "<br>"}, "JSN-003", rule.Must, rule.Fail},
		{"cut off", rule.Sample{Raw: sampleLengthy(174, sampleDeciding("38000", "0")[:150])}, "HDR-003", rule.Must, rule.Fail},
		{"cut off with all of it", rule.Sample{Raw: sampleLengthy(999, sampleDeciding("38000", "0"))}, "HDR-003", rule.Must, rule.Fail},
		{"bytes after the end", rule.Sample{Raw: sampleLengthy(len(callback.SampleResponse), callback.SampleResponse+"x")}, "HDR-003", rule.Should, rule.Fail},
		{"compressed", rule.Sample{Head: "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", Body: "\x1f\x8b\x08"}, "HDR-004", rule.Must, rule.Fail},
		{"said to be compressed", rule.Sample{Head: "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"}, "HDR-004", rule.Should, rule.Fail},
		{"denial at the top", rule.Sample{Body: top}, "CON-004", rule.Must, rule.Fail},
		{"denial at the top, OK", rule.Sample{Body: strings.Replace(top, "FAIL", "OK", 1)}, "CON-004", rule.Must, rule.Fail},
		{"denial at the top, no items", rule.Sample{Body: sampleBody(`"FAIL"`, `38000`, `"no"`)}, "RIT-006", rule.Must, rule.Fail},
		{"mixed", rule.Sample{Body: strings.Replace(top, `"ResultCode":0`, `"ResultCode":38000`, 1)}, "CON-002", rule.Must, rule.Note},
		{"all denied", rule.Sample{Body: sampleFailing("38000")}, "CON-005", rule.Advisory, rule.Note},
		{"redirect of a stranger", rule.Sample{Status: 302, Hostile: hostile}, "STS-002", rule.Should, rule.Fail},
		{"refusal of a stranger", rule.Sample{Body: top, Hostile: hostile}, "CON-004", rule.Advisory, rule.Note},
		{"refusal of a stranger, all denied", rule.Sample{Body: sampleFailing("38000"), Hostile: hostile}, "CON-005", rule.Advisory, rule.Note},
		{"trailing junk to a stranger", rule.Sample{Body: top + "x", Hostile: hostile}, "JSN-003", rule.Should, rule.Fail},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := judged(&tt.sample)
			i := slices.IndexFunc(out.Findings, func(f rule.Finding) bool { return f.Rule.ID == tt.rule })
			if i < 0 {
				t.Fatalf("got %v, want %s", fired(out), tt.rule)
			}
			if f := &out.Findings[i]; f.Severity != tt.want || f.Level != tt.level {
				t.Errorf("got %s %s, want %s %s", f.Severity, f.Level, tt.want, tt.level)
			}
			if must := tt.want == rule.Must || tt.want == rule.MustLinked; binding(out) != must {
				t.Errorf("got %v of %v, want --fail-on must to fail %v", binding(out), fired(out), must)
			}
		})
	}
	if out := judged(&rule.Sample{Status: 403, Hostile: hostile}); binding(out) {
		t.Errorf("got %v for a stranger who gets a 403", fired(out))
	}
}

// What a capture holds is judged by whether the request had to be decided.
func TestRefusable(t *testing.T) {
	answer := "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
	for _, tt := range []struct {
		name, sent string
		requests   RequestJudge
		fails      bool
	}{
		{"own", sampleQuerying(rule.PageQuery), RequestJudge{AppID: "1400000000"}, true},
		{"unknown", sampleQuerying(rule.PageQuery), RequestJudge{}, true},
		{"without its query", sampleQuerying(""), RequestJudge{}, true},
		{"foreign", sampleQuerying(rule.PageQuery), RequestJudge{AppID: "1400000001"}, false},
		{"not signed", sampleQuerying(rule.PageQuery), RequestJudge{Token: "sesame"}, false},
		{"no number", sampleSwapped("1400000000", "x"), RequestJudge{}, false},
		{"an account of 33 bytes", sampleCarrying(`"id1"`, `"`+strings.Repeat("x", 33)+`"`), RequestJudge{}, false},
		{"a group name of 96 bytes", sampleCarrying(`"group1"`, `"`+strings.Repeat("x", 96)+`"`), RequestJudge{}, true},
	} {
		s := rule.Sample{Raw: answer}
		x := s.Exchange()
		x.Sent = []byte(tt.sent)
		j := Judging{Requests: tt.requests}
		if err := j.Exchange(x); err != nil || binding(&j.Judgement) != tt.fails {
			t.Errorf("%s: got %v, %v, want that the refusal fails %v", tt.name, fired(&j.Judgement), err, tt.fails)
		}
	}
}

// Where documents differ or are silent, nobody is told to refuse a request.
func TestSilentDocuments(t *testing.T) {
	long := func(n int) string { return `"` + strings.Repeat("x", n) + `"` }
	for raw, refuse := range map[string]bool{
		sampleSwapped("127.0.0.1", "::1"):     false,
		sampleSwapped("iOS", "HarmonyOS"):     false,
		sampleSwapped("iOS", "IPad"):          false,
		sampleCarrying(`"group1"`, long(31)):  false,
		sampleCarrying(`"group1"`, long(96)):  false,
		sampleCarrying(`"group1"`, long(97)):  true,
		sampleCarrying(`"remark1"`, long(97)): true,
		sampleCarrying(`"id2"`, `"id1"`):      false,
		sampleSwapped("1400000000", "x"):      true,
	} {
		out := judgedRequest(t, &rule.Sample{Raw: raw})
		for i := range out.Findings {
			if f := &out.Findings[i]; strings.Contains(f.In(nil).Fix, "refuse it") != refuse {
				t.Errorf("%s: got the fix %q", f.Rule.ID, f.In(nil).Fix)
			}
		}
		if len(out.Findings) != 1 {
			t.Errorf("got %v, want one finding", fired(out))
		}
	}
}

// Each example that explain shows is right, or wrong by no other rule, and short enough to be read.
func TestExamples(t *testing.T) {
	for r := range Rules() {
		proof := r.Proof
		check := func(kind string, s *rule.Sample, want ...string) {
			if out := judged(s); !slices.Equal(fired(out), want) {
				t.Errorf("%s: the %s example %q breaks %v, want %v", r.ID, kind, s.Name, fired(out), want)
			}
			if request, _ := RequestOf([]byte(s.RequestBody())); len(request.Accounts) > 4 || len(s.Exchange().Received) > 1500 {
				t.Errorf("%s: the %s example %q has %d accounts and %d bytes", r.ID, kind, s.Name, len(request.Accounts), len(s.Exchange().Received))
			}
		}
		check("right", proof.Right())
		if !r.Guard {
			check("wrong", proof.Wrong(), r.ID)
		}
	}
	for r := range RequestRules() {
		proof := r.Proof
		if out := judgedRequest(t, proof.Right()); len(out.Findings) > 0 {
			t.Errorf("%s: the right example breaks %v", r.ID, fired(out))
		}
		if out := judgedRequest(t, proof.Wrong()); !slices.Equal(fired(out), []string{r.ID}) {
			t.Errorf("%s: the wrong example breaks %v", r.ID, fired(out))
		}
	}
}
