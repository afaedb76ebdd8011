package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/live/page"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
)

const token = "a-token-of-the-test"

// started starts a mock server with its page and returns the URL of each.
func started(t *testing.T) (receiver, link string, server *mockserver.Server) {
	t.Helper()
	server, err := mockserver.New(mockserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	a := httptest.NewServer(server)
	t.Cleanup(a.Close)
	admin, err := server.Admin(live.AdminConfig{Token: token, Pages: page.Handler(page.About{URL: a.URL, Deadline: 2000})})
	if err != nil {
		t.Fatal(err)
	}
	b := httptest.NewServer(admin)
	t.Cleanup(b.CloseClientConnections)
	return a.URL, b.URL + "/?token=" + token, server
}

func ask(t *testing.T, receiver, from string, to ...string) {
	t.Helper()
	var items []map[string]string
	for _, id := range to {
		items = append(items, map[string]string{"To_Account": id, "AddWording": "<img src=x onerror=alert(1)>你好"})
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false) // the markup is to reach the page as it is
	if err := encoder.Encode(map[string]any{
		"CallbackCommand": "Sns.CallbackPrevFriendAdd", "Requester_Account": from, "From_Account": from, "FriendItem": items,
		"AddType": "Add_Type_Both", "ForceAddFlags": 0, "EventTime": 1700000000000,
	}); err != nil {
		t.Fatal(err)
	}
	const query = "/?SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=198.51.100.7&OptPlatform=iOS"
	resp, err := http.Post(receiver+query, "application/json", &body)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

const rows = `document.querySelectorAll('#rows tr').length`

func TestLivePage(t *testing.T) {
	receiver, link, server := started(t)
	ctx := browser(t)
	do(t, ctx, scheme("light"), chromedp.Navigate(link), chromedp.WaitVisible("#rows"))
	eventually(t, ctx, `document.querySelector('#link').textContent`, "live")
	eventually(t, ctx, `location.search`, "") // the token has left the address
	eventually(t, ctx, `document.querySelector('#try').textContent`, "chatcb send "+receiver)
	accessible(t, ctx, "empty page")

	for i := range 8 {
		ask(t, receiver, fmt.Sprintf("user_%d", i), "alice", "鲍勃-<b>")
	}
	script, err := fault.Parse("no-items", fault.Files{})
	if err != nil {
		t.Fatal(err)
	}
	server.SetFaults(script)
	ask(t, receiver, "mallory", "victim")
	eventually(t, ctx, rows, "17")
	eventually(t, ctx, `document.querySelector('#count-all').textContent`, "17")
	eventually(t, ctx, `document.querySelector('#count-open').textContent`, "1")
	eventually(t, ctx, `document.querySelector('#rows tr .word').textContent`, "ALLOW")

	do(t, ctx, chromedp.SendKeys("#filter", "from:mallory cause:not-answered"))
	eventually(t, ctx, rows, "1")
	do(t, ctx, chromedp.Click("#rows button"))
	eventually(t, ctx, `document.querySelector('#detail').textContent.includes('the friend is added')`, "true")
	eventually(t, ctx, `document.querySelector('#detail').textContent.includes('RIT-006')`, "true")
	eventually(t, ctx, `document.querySelector('#detail pre').textContent.includes('<img src=x onerror=alert(1)>')`, "true")
	eventually(t, ctx, `document.querySelectorAll('#detail img, #rows b').length`, "0") // text of others is no markup
	accessible(t, ctx, "light, with detail")
	shot(t, ctx, "live-light")

	// Bodies are laid out, with every token as it was spelt, or shown as they were sent.
	eventually(t, ctx, `document.querySelector('#detail pre').textContent.includes('\n  "EventTime": 1700000000000')`, "true")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('#detail .small').click()`))
	eventually(t, ctx, `document.querySelector('#detail pre').textContent.includes('"EventTime":1700000000000,')`, "true")

	do(t, ctx, scheme("dark"))
	accessible(t, ctx, "dark, with detail")
	shot(t, ctx, "live-dark")

	do(t, ctx, chromedp.Click("#language"))
	eventually(t, ctx, `document.documentElement.lang + document.querySelector('#pause').textContent`, "zh暂停")
	eventually(t, ctx, `/\p{Script=Han}/u.test(document.querySelector('#detail .finding p:nth-child(2)').textContent)`, "true")
	accessible(t, ctx, "Chinese")
	shot(t, ctx, "live-zh")
}

// TestLivePageKnowsWhatTheServerKnows opens a page after traffic: its counts are the server's, its search finds what it never
// saw, and an address leads to an exchange and a search.
func TestLivePageKnowsWhatTheServerKnows(t *testing.T) {
	receiver, link, server := started(t)
	for i := range 450 {
		ask(t, receiver, fmt.Sprintf("user_%d", i), "alice")
	}
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(link), chromedp.WaitVisible("#rows"))
	eventually(t, ctx, `document.querySelector('#count-all').textContent`, "450")
	eventually(t, ctx, rows, "200")
	eventually(t, ctx, `document.querySelectorAll('#latency .bar').length`, "120")
	do(t, ctx, chromedp.Click("#older"))
	eventually(t, ctx, rows, "400")
	do(t, ctx, chromedp.SendKeys("#filter", "from:user_7"))
	eventually(t, ctx, `[...document.querySelectorAll('#rows button')].map((b) => b.textContent).join()`, "user_7 → alice")
	eventually(t, ctx, `location.hash`, "#q=from%3Auser_7")
	ask(t, receiver, "user_7", "<img src=x onerror=alert(1)>") // what comes now is searched too
	eventually(t, ctx, rows, "2")
	do(t, ctx, chromedp.Click("#rows tr:last-child button"))
	eventually(t, ctx, `location.hash`, "#q=from%3Auser_7&seq=8")

	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(link+"#q=to%3A%22%3Cimg%22&seq=451"), chromedp.WaitVisible("#rows"))
	eventually(t, ctx, `document.querySelector('#detail h2')?.textContent`, "Request 451")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`location.hash = '#q=from%3Auser_7&seq=8'`))
	eventually(t, ctx, `document.querySelector('#detail h2')?.textContent + document.querySelector('#filter').value`, "Request 8from:user_7")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`location.hash = '#seq=99999&q=' + encodeURIComponent('<img src=x onerror=alert(1)> (')`))
	eventually(t, ctx, `document.querySelector('#detail').textContent`, "no exchange 99999 in memory")
	eventually(t, ctx, `document.querySelector('#filter').getAttribute('aria-invalid') + document.querySelector('#said').hidden`, "truefalse")
	eventually(t, ctx, `document.querySelectorAll('img').length`, "0")
	accessible(t, ctx, "a search that cannot be read")

	// To clear takes two clicks, and is told to every page.
	server.Reset()
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`location.hash = ''`))
	eventually(t, ctx, `document.querySelector('#count-all').textContent + `+rows, "00")
	ask(t, receiver, "again", "alice")
	eventually(t, ctx, rows, "1")
	do(t, ctx, chromedp.Click("#clear"))
	eventually(t, ctx, `document.querySelector('#clear').textContent + `+rows, "Forget all? Click again1")
	do(t, ctx, chromedp.Click("#clear"))
	eventually(t, ctx, rows+` + document.querySelector('#said').textContent`, "0The server has forgotten its requests and its counts")
	if n := server.Counts().Exchanges; n != 0 {
		t.Errorf("got %d exchanges after the page cleared, want none", n)
	}
}

func TestLivePagePausesAndSteers(t *testing.T) {
	receiver, link, server := started(t)
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(link), chromedp.WaitVisible("#rows"))
	eventually(t, ctx, `document.querySelector('#link').textContent`, "live")
	ask(t, receiver, "before", "a")
	eventually(t, ctx, rows, "1")

	do(t, ctx, chromedp.Click("#pause"))
	ask(t, receiver, "meanwhile", "b")
	eventually(t, ctx, `document.querySelector('#gap').textContent`, "paused, 1 new")
	eventually(t, ctx, rows, "1")
	do(t, ctx, chromedp.Click("#pause"))
	eventually(t, ctx, rows, "2")

	do(t, ctx, chromedp.Click("#faults summary"), chromedp.SendKeys("#fault", "reset 1 in 2"), chromedp.Click("#fault-form button[type=submit]"))
	eventually(t, ctx, `document.querySelector('#fault-now').textContent`, "running: reset 1 in 2")
	if now, _ := server.Faults(); now.Text != "reset 1 in 2" {
		t.Errorf("got script %q, want the one of the page", now.Text)
	}
	do(t, ctx, chromedp.SetValue("#fault", "latency 3s"), chromedp.Click("#fault-form button[type=submit]"))
	eventually(t, ctx, `document.querySelector('#fault-now').textContent`, "running: latency 3s")
	do(t, ctx, chromedp.SetValue("#fault", "nonsense"), chromedp.Click("#fault-form button[type=submit]"))
	eventually(t, ctx, `document.querySelector('#fault-now').textContent.includes('no fault "nonsense"')`, "true")
	do(t, ctx, chromedp.Click("#fault-off"))
	eventually(t, ctx, `document.querySelector('#fault-now').textContent`, "behaves")
	accessible(t, ctx, "with the faults open")
}

// TestLivePageAtKeyboard uses no mouse.
func TestLivePageAtKeyboard(t *testing.T) {
	receiver, link, _ := started(t)
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(link), chromedp.WaitVisible("#rows"))
	ask(t, receiver, "one", "a")
	ask(t, receiver, "two", "b")
	eventually(t, ctx, rows, "2")
	do(t, ctx, chromedp.KeyEvent("/"))
	eventually(t, ctx, `document.activeElement.id + document.querySelector('#filter').value`, "filter")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('#rows button').focus()`), chromedp.KeyEvent(kb.ArrowDown))
	eventually(t, ctx, `document.activeElement.textContent`, "one → a")
	do(t, ctx, chromedp.KeyEvent(kb.Enter))
	eventually(t, ctx, `document.querySelector('#detail').textContent.includes('Request 1')`, "true")
}

// TestLivePageInANarrowWindow has no more to scroll sideways than the table.
func TestLivePageInANarrowWindow(t *testing.T) {
	receiver, link, _ := started(t)
	ctx := browser(t)
	do(t, ctx, scheme("light"), chromedp.EmulateViewport(390, 900), chromedp.Navigate(link), chromedp.WaitVisible("#rows"))
	ask(t, receiver, "somebody-with-quite-a-long-name", "alice", strings.Repeat("b", 100))
	eventually(t, ctx, rows, "2")
	do(t, ctx, chromedp.Click("#rows button"))
	eventually(t, ctx, `document.querySelector('#detail').textContent.includes('Request 1')`, "true")
	eventually(t, ctx, `document.documentElement.scrollWidth`, "390")
	eventually(t, ctx, small, "")
	// Nothing is cut: no text is wider or higher than what it stands in.
	eventually(t, ctx, `[...document.querySelectorAll('td, td button, .tile, .name, dt, dd')].filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== 'inline').map((e) => e.outerHTML).join()`, "")
	accessible(t, ctx, "narrow")
	shot(t, ctx, "live-narrow")
}
