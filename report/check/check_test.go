package check

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

func TestCheckGolden(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			golden.ComparePage(t, "testdata/"+f.Name+f.Suffix, render(t, f.Name, sampleRun()))
		})
		if f.WriteIn == nil {
			continue // it has no sentences of its own
		}
		t.Run(f.Name+" in Chinese", func(t *testing.T) {
			words, err := language.Named("zh") // asked for, so that formats for programs speak it too
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			if err := f.Render(&b, sampleRun(), words); err != nil {
				t.Fatal(err)
			}
			golden.ComparePage(t, "testdata/zh/"+f.Name+f.Suffix, b.String())
		})
	}
}

// Who only has a Chinese locale gets English where programs read.
func TestProgramsReadEnglish(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		var b strings.Builder
		if err := f.Render(&b, sampleRun(), language.Chinese()); err != nil {
			t.Fatal(err)
		}
		if f.ForPrograms && b.String() != render(t, f.Name, sampleRun()) {
			t.Errorf("%s: got another text than in English", f.Name)
		}
	}
}

// TestNothingActs proves that no text of a receiver can move a cursor, change colours or turn the order of characters
// around, in whatever format it is shown.
func TestNothingActs(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		text := render(t, f.Name, sampleRun())
		if !utf8.ValidString(text) {
			t.Errorf("%s: not UTF-8", f.Name)
		}
		for i, r := range text {
			if r != '\n' && safe.Acts(r) {
				t.Errorf("%s: got %U at byte %d, want it spelt out: %q", f.Name, r, i, text[max(0, i-30):min(len(text), i+30)])
				break
			}
		}
	}
}

// red are runs that are not as expected although no case fails, and one in which one does.
func red() map[string]*result.Run {
	one := func(change func(*result.Run)) *result.Run {
		run := quietRun()
		change(run)
		count(run)
		return run
	}
	return map[string]*result.Run{
		"empty":    one(func(r *result.Run) { r.Cases, r.Exit = nil, 5 }),
		"skipped":  one(func(r *result.Run) { r.Cases, r.Exit = sampleRun().Cases[3:4], 5 }),
		"stopped":  one(func(r *result.Run) { r.Interrupted, r.Exit = true, 130 }),
		"baseline": one(func(r *result.Run) { r.Baseline, r.Exit = sampleRun().Baseline, 5 }),
		"unknown":  one(func(r *result.Run) { r.Exit = 3 }),
		"failing":  one(func(r *result.Run) { r.Cases, r.Exit = sampleRun().Cases[7:8], 1 }),
		"error":    one(func(r *result.Run) { r.Cases, r.Exit = sampleRun().Cases[13:14], 3 }),
		"untested": one(func(r *result.Run) { r.Cases, r.Exit = sampleRun().Cases[12:13], 1 }),
		"bare":     one(func(r *result.Run) { r.Cases[0].Fails, r.Cases[0].Status, r.Exit = true, result.Fail, 1 }),
	}
}

// TestRedIsRed proves that a run with another exit status than 0 is red in every format, and one with 0 is not.
func TestRedIsRed(t *testing.T) {
	t.Parallel()
	marks := map[string]string{
		"text": "\nFAIL ", "html": `<span class="verdict">FAIL</span>`, "junit": `<(failure|error) `, "json": `"exit":[^0]`, "ndjson": `"exit":[^0]`,
		"sarif": `"level": "error"`, "tap": "\nnot ok ", "markdown": "❌ FAIL", "github": "::error ",
	}
	for _, f := range Formats() {
		mark, ok := marks[f.Name]
		if !ok {
			mark = "FAIL" // of a format that is new
		}
		for name, run := range red() {
			if text := render(t, f.Name, run); !matches(t, mark, text) {
				t.Errorf("%s, %s: got no %q, want the run to be red:\n%s", f.Name, name, mark, safe.Clip(text, 2000))
			}
		}
		if text := render(t, f.Name, quietRun()); matches(t, strings.ReplaceAll(mark, `"level": "error"`, `"results": \[\n? *\{|"message"`), text) {
			t.Errorf("%s: got %q in a run in which everything holds:\n%s", f.Name, mark, safe.Clip(text, 2000))
		}
	}
}

// TestProblems proves that every failing case is in a failing problem and no other is, and that leaks come first.
func TestProblems(t *testing.T) {
	t.Parallel()
	for name, run := range runs() {
		in := make(map[string]bool)
		for _, p := range newView(run).Problems() {
			for _, c := range p.Cases {
				in[c.ID] = in[c.ID] || p.Kind == failing
			}
		}
		for i := range run.Cases {
			if c := &run.Cases[i]; in[c.ID] != c.Fails {
				t.Errorf("%s, %s: got in a failing problem %t, want %t", name, c.ID, in[c.ID], c.Fails)
			}
		}
	}
	if got, want := strings.Join(newView(sampleRun()).Problems()[0].leaks, " "), "垃圾广告"; got != want {
		t.Errorf("got leaks %q of the first problem, want %q", got, want)
	}
}

func TestCheckFormatByName(t *testing.T) {
	t.Parallel()
	if f, err := Formats().ByName("junit"); err != nil || f.Suffix != ".xml" {
		t.Errorf("got %v, %v, want junit", f.Name, err)
	}
	if _, err := Formats().ByName("junti"); err == nil || !strings.Contains(err.Error(), `did you mean "junit"`) {
		t.Errorf("got %v, want a suggestion", err)
	}
}

func TestTroubles(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"empty": "nothing-judged", "skipped": "nothing-judged", "stopped": "interrupted", "unknown": "exit",
		"baseline": "baseline/FLD-019/FLD-019 baseline/ROB-006/null/STS-004", "failing": "", "error": "", "untested": "", "bare": "",
	}
	for name, run := range red() {
		var ids []string
		for _, tr := range newView(run).Troubles() {
			ids = append(ids, tr.ID)
		}
		if got := strings.Join(ids, " "); got != want[name] {
			t.Errorf("%s: got %q, want %q", name, got, want[name])
		}
	}
}
