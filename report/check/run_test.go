package check

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/result"
)

// started is when the run of these tests began.
var started = time.Date(2026, 11, 23, 8, 30, 0, 125_000_000, time.UTC)

// Texts that a receiver, or somebody's scenario file, might hold to harm anyone who reads a report.
const (
	hostileTerminal = "\x1b[2J\x1b]0;owned\x07\u009b31m\u202egnihsihp"
	hostileHTML     = `</script><img src=x onerror=alert(1)>'"&`
	hostileMarkdown = "`code` **bold** | @everyone <b> [x](http://evil.example) ```"
	hostileXML      = "]]>\x00\ufffe\xff"
	hostileCommand  = "::set-output name=x::1\r\n::error::no 100%, a:b"
	hostileYAML     = "...\n---\nok 1 - forged # SKIP"
)

var hostile = []string{hostileTerminal, hostileHTML, hostileMarkdown, hostileXML, hostileCommand, hostileYAML}

// exchange makes a judged step of a request and an answer as they are on the wire.
func newStep(name string, role result.Role, query, body, answer string, took time.Duration) result.Step {
	sent := fmt.Sprintf("POST /im?SdkAppid=%s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\n\r\n%s", query, len(body), body)
	s := result.Step{Name: name, Role: role, Exchange: exchange.Exchange{
		Seq: 7, Start: started, Target: "http://127.0.0.1:8080/im", Sent: []byte(sent), Received: []byte(answer),
		Phases: exchange.Phases{
			Connect: took / 10, Write: took / 8, FirstByte: took * 9 / 10, LastByte: took,
		},
	}}
	x := &s.Exchange
	if answer == "" {
		x.Failure = exchange.Failure{Cause: callback.Reset, Detail: "the connection was closed before an answer " + hostileTerminal}
		x.Phases.FirstByte = 0
	} else {
		x.Answer.Advance(x.Received, true)
	}
	request, err := conformance.RequestOf([]byte(body))
	if err != nil {
		request.Hostile = true
	}
	var judge conformance.Judge
	judge.Judge(x, &request, &s.Judgement)
	return s
}

func ok(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

func item(account string, code int, info string) string {
	return string(rawjson.AppendString(append(rawjson.AppendString([]byte(`{"To_Account":`), account),
		fmt.Sprintf(`,"ResultCode":%d,"ResultInfo":`, code)...), info)) + "}"
}

func right(items ...string) string {
	return ok(`{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[` + strings.Join(items, ",") + `]}`)
}

func friends(accounts ...string) string {
	body := []byte(`{"CallbackCommand":"Sns.CallbackPrevFriendAdd","Requester_Account":"id","From_Account":"id","FriendItem":[`)
	for i, a := range accounts {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(rawjson.AppendString(append(body, `{"To_Account":`...), a), `,"AddSource":"AddSource_Type_Web"}`...)
	}
	return string(append(body, `],"AddType":"Add_Type_Both","ForceAddFlags":0,"EventTime":1631777344870}`...))
}

// passive turns what the judge found in a step into findings of a case.
func passive(steps []result.Step, i int, fails bool) []result.Finding {
	var list []result.Finding
	for k := range steps[i].Judgement.Findings {
		f := &steps[i].Judgement.Findings[k]
		list = append(list, result.Finding{
			Rule: f.Rule.ID, Title: f.Rule.Title, Severity: f.Severity, Level: f.Level, Fails: fails && f.Level == rule.Fail,
			Account: f.Account, Expected: f.Expected(), Received: f.Received(), Message: f.Message(), Sentence: f.Rule.Sentence,
			Source: f.Rule.Source, Why: f.Rule.Why, Fix: f.Rule.Fix, Step: i,
		})
	}
	return list
}

const appSentence = "the app backend must check whether the SDKAppID contained in the request URL is the SDKAppID of the app."

func newCase(id, title string, status result.Status, steps ...result.Step) result.Case {
	scenario, _, _ := strings.Cut(id, "/")
	return result.Case{
		ID: id, Scenario: scenario,
		About: result.About{
			Title: title, Tags: []string{strings.ToLower(scenario[:3])}, Severity: rule.Should,
			Level: rule.Fail, Sentence: "robustness", Source: rule.Robustness, Sent: "the sample request",
			Expected: "a VALID answer", Why: "Chat takes what it cannot read for nothing said", Fix: "answer every request as the page has it",
		},
		Status: status, Fails: status == result.Fail || status == result.Error || status == result.Untestable,
		Started: started.Add(time.Duration(len(id)) * 10 * time.Millisecond), Took: 12345 * time.Microsecond, Steps: steps,
		Repeat: "chatcb check http://127.0.0.1:8080/im --seed 42 --only " + id,
	}
}

// ownFinding is a finding of the case's own scenario.
func ownFinding(c *result.Case, received, message string, step int) result.Finding {
	return result.Finding{
		Rule: c.Scenario, Title: c.Title, Severity: c.Severity, Level: c.Level, Fails: c.Fails, Expected: c.Expected, Received: received,
		Message: message, Sentence: c.Sentence, Source: c.Source, Why: c.Why, Fix: c.Fix, Step: step,
	}
}

// sampleRun is the one fixed run that all golden files are rendered from. It has every status, texts in many scripts,
// and everything hostile.
func sampleRun() *result.Run {
	run := &result.Run{
		Version: result.Version, Target: "http://127.0.0.1:8080/im", Depth: "ci", Seed: 18446744073709551615,
		Requirements: "2026-11", Started: started, Took: 3217 * time.Millisecond, Deadline: 2 * time.Second,
		Cases: append(append(plainCases(), brokenCases()...), oddCases()...),
		Baseline: []result.Accepted{
			{Case: "FLD-019", Rule: "FLD-019", Reason: "macOS comes next quarter", Owner: "im-team", Expires: "2026-10-31", Problem: "expired: it held until 2026-10-31"},
			{Case: "ROB-006/null", Rule: "STS-004", Reason: hostileMarkdown, Owner: hostileHTML, Expires: "2027-01-31", Problem: "stale: this no longer fails, so the entry can go"},
		},
		Slowest: []result.Share{{Scenario: "LAT-005", Took: 2100 * time.Millisecond}, {Scenario: "TRN-014", Took: 1500 * time.Millisecond}, {Scenario: "CNC-003", Took: 90 * time.Millisecond}},
		Exit:    4,
	}
	count(run)
	return run
}

// count sums up as the suite does.
func count(run *result.Run) {
	run.Counts = result.Counts{Cases: len(run.Cases), Status: make(map[result.Status]int)}
	for _, s := range result.Statuses() {
		run.Counts.Status[s] = 0
	}
	for i := range run.Cases {
		c := &run.Cases[i]
		run.Counts.Status[c.Status]++
		run.Counts.Leaks += len(c.Leaks)
		run.Counts.Exchanges += len(c.Steps) + c.LeftOut
		if c.Fails {
			run.Counts.Failing++
		}
		if len(c.Accepted) > 0 {
			run.Counts.Accepted++
		}
	}
}

func plainCases() []result.Case {
	both := right(item("id1", 0, ""), item("id2", 0, ""))
	keep := newCase("TRN-005", "keep-alive reuse", result.Pass)
	for i := range 20 {
		id := fmt.Sprintf("k%d", i)
		keep.Steps = append(keep.Steps, newStep(fmt.Sprintf("%d of 20", i+1), result.Probe, "1400000000", friends(id), right(item(id, 0, "")), time.Duration(800+13*i)*time.Microsecond))
		keep.Steps[i].Exchange.Reused = i > 0
	}
	https := newCase("TRN-002", "target is https", result.Warn)
	https.Severity, https.Level, https.Fails = rule.Must, rule.Warn, false
	https.Sentence, https.Source = "The request protocol is HTTPS and the request method is POST.", rule.Page
	https.Findings = []result.Finding{ownFinding(&https, "http", "the target is not https", -1)}
	certificate := newCase("TRN-003", "certificate is valid", result.Skip)
	certificate.Message, certificate.Lacks = "the target is not https", "https"
	many := newCase("FLD-005/500", "many friends", result.Pass, newStep("probe", result.Probe, "1400000000", friends(strings.Fields(strings.Repeat("friend ", 3))...), both, 900*time.Microsecond))
	many.Steps[0].CutSent, many.Steps[0].CutReceived, many.LeftOut = 48_211, 30_007, 3
	head := newCase("LAT-002", "head-room", result.Note)
	head.Fails, head.Message = false, "p95 is 41 ms, 2.1 % of the deadline"
	load := newCase("LAT-005", "under load", result.Pass)
	load.Took = 2100 * time.Millisecond
	return []result.Case{newCase("FLD-001", "the page's own sample", result.Pass, newStep("probe", result.Probe, "1400000000", callback.PrevFriendAdd.Sample, both, 1200*time.Microsecond)), keep, https, certificate, many, head, load}
}

func brokenCases() []result.Case {
	both := right(item("id1", 0, ""), item("id2", 0, ""))
	var list []result.Case
	for _, v := range []struct{ key, value string }{{"empty", ""}, {"abc", "abc"}, {"null", "null"}} {
		c := newCase("SEC-003/"+v.key, "SdkAppid empty or not a number", result.Fail,
			newStep("control", result.Control, "1400000000", friends("id1", "id2"), both, 1100*time.Microsecond),
			newStep("probe", result.Probe, v.value, friends("id1", "id2"), both, 1300*time.Microsecond))
		c.Severity, c.Sentence, c.Source = rule.Must, appSentence, rule.Page
		c.Sent, c.Expected, c.Fix = "SdkAppid="+v.value, "not approved, and a status below 500", "compare the SdkAppid of the URL with your own, as text"
		c.Message = "a request with a foreign SdkAppid is approved"
		c.Findings = []result.Finding{ownFinding(&c, "200 with OK, ErrorCode 0 and ResultCode 0 for id1", c.Message, 1)}
		list = append(list, c)
	}
	leak := newCase("POL-001", "blocked account is denied", result.Fail, newStep("probe", result.Probe, "1400000000", friends("垃圾广告", "好友🧑‍🤝‍🧑"),
		ok(`{"ActionStatus":"FAIL","ErrorCode":38001,"ErrorInfo":"`+"被拒绝"+`","ResultItem":[`+item("垃圾广告", 0, "")+","+item("好友🧑‍🤝‍🧑", 0, "")+`]}`), 2300*time.Microsecond))
	leak.Severity, leak.Leaks = rule.Must, []string{"垃圾广告"}
	leak.Sentence, leak.Source = "To not allow adding as friend, set the result code to a value in the range of [38000, 39000].", rule.Page
	leak.Expected, leak.Fix = "ResultCode from 38000 to 39000 for 垃圾广告", "set ResultCode of the account, not ErrorCode"
	leak.Message = "垃圾广告 was to be blocked and is let through"
	leak.Findings = append([]result.Finding{ownFinding(&leak, "ErrorCode 38001, and ResultCode 0 for 垃圾广告", leak.Message, 0)}, passive(leak.Steps, 0, true)...)
	leak.Findings[0].Account = "垃圾广告"
	nasty := newCase("FLD-021", "unknown query and body members", result.Fail, newStep("probe", result.Probe, "1400000000", friends("id1", "id2"),
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Evil: "+hostileTerminal+"\r\nSet-Cookie: secret=1\r\n\r\n"+strings.Join(hostile, "\n"), 1900*time.Millisecond))
	nasty.Message = "the answer is no JSON: " + hostileHTML
	nasty.Findings = passive(nasty.Steps, 0, true)
	nasty.Findings[0].Received, nasty.Findings[0].Message = strings.Join(hostile, "\n"), "nothing of this is JSON: "+hostileTerminal+hostileMarkdown
	return append(list, leak, nasty)
}

func oddCases() []result.Case {
	late := right(item("id1", 0, ""), item("id2", 38001, "spam"))
	untested := newCase("SEC-021", "Sign missing", result.Untestable, newStep("control", result.Control, "1400000000", friends("id1"), "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\ndenied", time.Millisecond))
	untested.Message = "the control is answered with status 403, so a rejected probe would prove nothing"
	broken := newCase("CNC-005", "alive after the run", result.Error, newStep("control", result.AliveNow, "1400000000", friends("id1"), "", 3*time.Millisecond))
	broken.Message = "no connection could be made: connection refused"
	slow := newCase("LAT-001", "answer within the budget", result.Fail, newStep("probe", result.Probe, "1400000000", friends("id1", "id2"), late, 2400*time.Millisecond))
	slow.Severity, slow.Fails = rule.MustLinked, false
	slow.Findings = passive(slow.Steps, 0, false)
	slow.Message = "the answer came after 2.40 s"
	slow.Findings = append(slow.Findings, ownFinding(&slow, "2.40 s", slow.Message, 0))
	slow.Accepted = []result.Accepted{{Case: "LAT-001", Rule: "LAT-001", Reason: "the cache comes in December", Owner: "im-team", Expires: "2026-12-31", AcceptRisk: "spam gets through at peak hours"}}
	later := newCase("ROB-017/escapes", "metamorphic: formatting", result.Fail)
	later.Later, later.Fails, later.Message = true, false, "the decision for id1 changed with the spelling of the request"
	later.Findings = []result.Finding{ownFinding(&later, "block 38001", later.Message, -1)}
	mine := newCase("our-vip/垃圾", "VIPs are never blocked", result.Fail)
	mine.File, mine.Message = "chatcb/vip, special.yaml:12", "vip-1 is blocked "+hostileCommand
	mine.Findings = []result.Finding{ownFinding(&mine, hostileCommand, mine.Message, -1)}
	big := newCase("ROB-003/1MiB", "huge body", result.Pass, newStep("probe", result.Probe, "1400000000", friends("id1"), ok(strings.Repeat(" ", 12<<10)+"{}"), time.Millisecond),
		newStep("alive", result.AliveNow, "1400000000", friends("id1"), right(item("id1", 0, "")), time.Millisecond))
	return []result.Case{untested, broken, slow, later, mine, big}
}

// quietRun is a run in which everything holds.
func quietRun() *result.Run {
	run := sampleRun()
	run.Cases, run.Baseline, run.Exit = run.Cases[:2], nil, 0
	count(run)
	return run
}

func render(t *testing.T, name string, run *result.Run) string {
	t.Helper()
	f, err := Formats().ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := f.Render(&b, run, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
