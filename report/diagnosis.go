package report

import (
	"fmt"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/doctor"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/term"
)

// ShowExamined shows one topic of a diagnosis.
func ShowExamined(t *term.Terminal, f *doctor.Finding) {
	said := f.In(t.Words)
	f = &said
	word := fmt.Sprintf("%-4s", f.Verdict)
	if f.Verdict == doctor.None {
		word = "  - "
	}
	t.Printf("%s  %-11s %s\n", t.Verdict(word), t.Words.Label(f.Topic), f.Seen)
	if f.Fix != "" {
		t.Field("fix", f.Fix)
	}
	if f.Basis == conformance.Assumed && f.Verdict != doctor.OK {
		t.Field("basis", t.Words.Say("report.assumed-basis"))
	}
}

// ShowDiagnosis shows the closing line.
func ShowDiagnosis(t *term.Terminal, list []doctor.Finding, status outcome.Status) {
	count := map[doctor.Verdict]int{}
	for _, f := range list {
		count[f.Verdict]++
	}
	word := "PASS"
	switch {
	case status != outcome.OK:
		word = "FAIL"
	case count[doctor.Warn] > 0:
		word = "WARN"
	}
	t.Printf("\n%s %s\n", t.Verdict(word), t.Say("report.examined", "ok", count[doctor.OK], "warn", count[doctor.Warn],
		"fail", count[doctor.Fail],
		"status", status))
}
