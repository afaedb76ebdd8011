package e2e

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// reports makes the pages of a check, a simulation and a replay against a mock server that misbehaves.
func reports(t *testing.T) (check, simulation, replay string) {
	t.Helper()
	receiver, _ := program(t, "mockserver", "--config", "none", "--fault", "status=503 1 in 5")
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run := func(args ...string) string {
		page := filepath.Join(dir, args[0]+".html")
		c := exec.CommandContext(t.Context(), name, append(args, "--config", "none", "--report", "html="+page)...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil && c.ProcessState.ExitCode() > 5 {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return "file://" + page
	}
	check = run("check", receiver, "--depth", "quick", "--expect", "to:spammer=block")
	simulation = run("simulate", receiver, "--rate", "100", "--duration", "3s", "--record", "traffic.jsonl")
	return check, simulation, run("replay", "traffic.jsonl", receiver, "--timing", "max", "--fail-on", "any")
}

const cases = `[...document.querySelectorAll('.case')].filter((c) => c.getClientRects().length > 0)`

func TestReportPages(t *testing.T) {
	check, simulation, replay := reports(t)
	for name, page := range map[string]string{"check": check, "simulation": simulation, "replay": replay} {
		ctx := browser(t)
		for _, width := range []int64{1280, 390} {
			do(t, ctx, scheme("light"), chromedp.EmulateViewport(width, 900), chromedp.Navigate(page), chromedp.WaitVisible("#main"))
			eventually(t, ctx, `document.documentElement.scrollWidth <= innerWidth`, "true")
			eventually(t, ctx, `[...document.querySelectorAll('body *')].filter((e) => e.getClientRects().length && !e.closest('svg') && e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 12).map((e) => e.outerHTML.slice(0, 200)).join()`, "")
			accessible(t, ctx, name+", light")
			shot(t, ctx, fmt.Sprintf("%s-%d-light", name, width))
			do(t, ctx, scheme("dark"))
			shot(t, ctx, fmt.Sprintf("%s-%d-dark", name, width))
			do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelectorAll('details').forEach((d) => { d.open = true; })`))
			accessible(t, ctx, name+", dark, all unfolded")
			eventually(t, ctx, `document.documentElement.scrollWidth <= innerWidth`, "true")
		}
	}
}

// What is searched and shown stands in the address; an address shows it again, or a case.
func TestReportAddress(t *testing.T) {
	page, _, _ := reports(t)
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(page), chromedp.WaitVisible("#search"), chromedp.SendKeys("#search", "SEC-"))
	eventually(t, ctx, `location.hash`, "#?q=SEC-")
	eventually(t, ctx, cases+`.length > 0 && `+cases+`.every((c) => c.textContent.includes('SEC-'))`, "true")
	do(t, ctx, chromedp.KeyEvent(kb.Escape), chromedp.Evaluate[chromedp.Void](`document.querySelector("#show-pass").click()`))
	eventually(t, ctx, `location.hash.includes('show=') && !location.hash.includes('pass')`, "true")
	eventually(t, ctx, `[...document.querySelectorAll('.case.k-pass')].every((c) => c.getClientRects().length === 0)`, "true")

	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(page+"#?q=FLD-&show=fail,warn,pass"), chromedp.WaitVisible("#search"))
	eventually(t, ctx, `document.querySelector('#search').value + document.querySelector('#show-skip').checked`, "FLD-false")
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(page+"#c1"), chromedp.WaitVisible("#search"))
	eventually(t, ctx, `document.querySelector('#c1').open`, "true")
	eventually(t, ctx, `document.querySelector('.case').classList.contains('k-fail')`, "true") // the worst first
}
