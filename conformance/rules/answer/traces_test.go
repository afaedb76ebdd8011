package answer

import (
	"slices"
	"testing"

	"github.com/chatcb/chatcb/conformance/rule"
)

// Every trace has its name, and an answer that proves it.
func TestTracesAreProved(t *testing.T) {
	t.Parallel()
	all := slices.Collect(Rules())
	of := all[slices.IndexFunc(all, func(r *rule.Rule) bool { return r.ID == "INF-004" })]
	for _, trace := range slices.Concat(traces()[:]...) {
		proved := func(s rule.Sample) bool { return s.Name == trace.text && s.Reason != "" }
		if of.Terms[string(trace.what)] == "" || !slices.ContainsFunc(of.Fail, proved) {
			t.Errorf("%q has no term %s, or no proof", trace.text, trace.what)
		}
	}
}

// TestTraces tries every trace with neighbours that make it one and with such that do not.
func TestTraces(t *testing.T) {
	found := func(text string) bool {
		for i := range text {
			for _, trace := range traces()[text[i]] {
				if trace.matches([]byte(text), i) {
					return true
				}
			}
		}
		return false
	}
	for _, trace := range slices.Concat(traces()[:]...) {
		after := []string{"", "x"}
		if trace.quote {
			after = []string{`"`, `\"`, "&quot;"}
			for _, end := range []string{"", "x", "the"} {
				if text := trace.text + end; found(text) {
					t.Errorf("got a trace in %q, want none without a quote after it", text)
				}
			}
		}
		if trace.digit {
			after = []string{"0", "5", "9", "0x"}
			for _, end := range []string{"", "/", ":", "x", " 1"} {
				if text := trace.text + end; found(text) {
					t.Errorf("got a trace in %q, want none without a digit after it", text)
				}
			}
		}
		for _, end := range after {
			for _, start := range []string{"", " ", "\"", "(", "@", "[", "`", "{", ":", ","} {
				if text := start + trace.text + end; !found(text) {
					t.Errorf("got no trace in %q", text)
				}
			}
			for _, start := range []string{"a", "z", "A", "Z", "0", "9", ".", "/", "_", "-"} {
				if text := start + trace.text + end; found(text) == trace.start {
					t.Errorf("got a trace %v in %q, want it only if it need not start there", !trace.start, text)
				}
			}
		}
	}
}
