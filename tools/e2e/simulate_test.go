package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// simulation starts a simulation with a live page, and returns its link and what interrupts it.
func simulation(t *testing.T, args ...string) (link string, interrupt func()) {
	t.Helper()
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), name, append([]string{"simulate", "--config", "none", "--page"}, args...)...)
	c.Dir = t.TempDir()
	errs, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(errs)
	for link == "" && lines.Scan() {
		link, _ = strings.CutPrefix(lines.Text(), "live page  ")
		if !strings.HasPrefix(link, "http") {
			link = ""
		}
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		for lines.Scan() {
		}
		_ = c.Wait()
	}()
	t.Cleanup(func() {
		_ = c.Process.Kill()
		<-over
	})
	return link, func() { _ = c.Process.Signal(os.Interrupt) }
}

// TestSimulationWhileItRuns looks at a simulation that goes on, until its verdict.
func TestSimulationWhileItRuns(t *testing.T) {
	receiver, _ := program(t, "mockserver", "--config", "none", "--fault", "status=503 1 in 5")
	link, interrupt := simulation(t, receiver, "--seed", "7", "--rate", "40", "--duration", "1h", "--max-leak", "1%")
	ctx := browser(t)
	const requests = `Number(document.querySelector('.tile strong').textContent)`
	pause := chromedp.Evaluate[chromedp.Void](`document.querySelector('#pause').click()`) // the parts around it come and go
	do(t, ctx, scheme("light"), chromedp.Navigate(link), chromedp.WaitVisible("#main"))
	eventually(t, ctx, `location.search`, "") // the token has left the address
	eventually(t, ctx, `document.querySelector('.verdict').textContent + document.querySelector('#live').textContent`, "RUNNINGlive")
	eventually(t, ctx, requests+` > 100`, "true") // it goes on by itself
	eventually(t, ctx, `document.querySelectorAll('.plot polyline').length > 5 && document.querySelectorAll('.small .chart').length > 3`, "true")
	accessible(t, ctx, "light")
	shot(t, ctx, "simulating-1280-light")

	// What is unfolded stays so, and what is paused stays as it is.
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('#main details').open = true; seen = `+requests))
	eventually(t, ctx, requests+` > seen + 100`, "true")
	eventually(t, ctx, `document.querySelector('#main details').open && document.querySelectorAll('#main details[open] .copy').length`, "1")
	do(t, ctx, pause)
	eventually(t, ctx, `document.querySelector('#live').textContent`, "paused")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`(() => {
		const svg = document.querySelector('.plot > svg:has(polyline)');
		const box = svg.getBoundingClientRect();
		svg.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + 5 }));
	})()`))
	eventually(t, ctx, `[...document.querySelectorAll('.l[data-now]')].filter((l) => /^[0-9]/.test(l.dataset.now)).length`, "3")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`seen = document.querySelector('#main').innerHTML`), scheme("dark"), chromedp.EmulateViewport(390, 900))
	accessible(t, ctx, "dark and narrow")
	eventually(t, ctx, `document.documentElement.scrollWidth`, "390")
	shot(t, ctx, "simulating-390-dark")
	eventually(t, ctx, `seen === document.querySelector('#main').innerHTML`, "true")

	do(t, ctx, pause)
	eventually(t, ctx, `seen === document.querySelector('#main').innerHTML`, "false")
	interrupt()
	eventually(t, ctx, `document.querySelector('.verdict').textContent + document.querySelector('#live').textContent`, "FAILover")
	eventually(t, ctx, `document.querySelector('.banner').textContent.includes('leaks: over the 1.00 % allowed')`, "true")
}
