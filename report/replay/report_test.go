package replay

import (
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report/safe"
)

// sampleReport is a replay in which two accounts are let through that were blocked, one breaks, one is blocked, and one is
// decided as before. What is asked about is hostile.
func sampleReport() *Report {
	r := NewReport("http://backend.example/hook", 2*time.Second)
	r.run.Started = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	r.FailOn = "opened"
	r.Again = func(uint64) string {
		return "chatcb replay traffic.jsonl http://backend.example/hook --where 'seq == 7' --timing max"
	}
	said := func(effect conformance.Effect) conformance.Verdict {
		return conformance.Verdict{Effect: effect, Cause: callback.Said, Basis: conformance.Documented}
	}
	open := conformance.Verdict{Effect: conformance.Allow, Cause: callback.Status, Basis: conformance.Documented}
	allow, block := said(conformance.Allow), said(conformance.Block)
	var tally replay.Tally
	for i, d := range []replay.Decision{
		{Account: "bob", Change: replay.Closed, Before: allow, After: block},
		{Account: "用户<script>\u202e\x1b[2J", Change: replay.Opened, Before: block, After: allow},
		{Account: "eve", Change: replay.Opened, Before: block, After: open},
		{Account: "carol", Change: replay.Broke, Before: allow, After: open},
		{Account: "dave", Change: replay.Same, Before: allow, After: allow},
	} {
		d.Before.Account, d.After.Account = d.Account, d.Account
		x := &exchange.Exchange{Phases: exchange.Phases{LastByte: time.Duration(i+1) * time.Millisecond}, Sent: []byte("POST /hook HTTP/1.1\r\n\r\n{}")}
		result := &replay.Result{
			Judged: conformance.Judged{
				Number: uint64(i + 1), Exchange: x, Judgement: &conformance.Judgement{Verdicts: []conformance.Verdict{d.After}},
			},
			Recorded: &exchange.Exchange{Seq: 7}, Request: conformance.Request{From: "alice"}, Compared: true,
			Decisions: []replay.Decision{d}, Before: time.Millisecond,
		}
		tally.Add(result)
		r.Add(result)
	}
	r.Finish(&tally, replay.Timing{Max: true}, outcome.Leak, false)
	r.run.Took = 12 * time.Millisecond
	return r
}

func TestReportGolden(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		var b strings.Builder
		if err := f.Render(&b, sampleReport(), nil); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && safe.Acts(r) }); i >= 0 {
			t.Errorf("%s: got a character that acts at byte %d", f.Name, i)
		}
		if !strings.Contains(text, "alice → ") {
			t.Errorf("%s: got no pair that leaks", f.Name)
		}
		switch f.Name {
		case "html", "markdown", "text": // the others are those of a check
			golden.ComparePage(t, "testdata/report"+f.Suffix, text)
			b.Reset()
			if err := f.Render(&b, sampleReport(), language.Chinese()); err != nil {
				t.Fatal(err)
			}
			golden.ComparePage(t, "testdata/zh/report"+f.Suffix, b.String())
		}
	}
}

// Who asks whom is told in the language that was asked for, in the formats of a check too.
func TestCasesSpeakChinese(t *testing.T) {
	t.Parallel()
	zh, err := language.Named("zh")
	if err != nil {
		t.Fatal(err)
	}
	format, err := Formats().ByName("junit")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := format.Render(&b, sampleReport(), zh); err != nil {
		t.Fatal(err)
	}
	if text := b.String(); !strings.Contains(text, "请求添加") || strings.Contains(text, "asks to add") {
		t.Errorf("got %.2000s, want who asks whom in Chinese", text)
	}
}
