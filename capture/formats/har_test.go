package formats

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/need"
)

// effects judges records and tells what becomes of each account.
func effects(t *testing.T, records []*capture.Record) (list []string) {
	t.Helper()
	var j conformance.Judging
	for _, r := range records {
		j.Exchange(&r.Exchange)
		for _, v := range j.Judgement.Verdicts {
			list = append(list, v.Account+" "+string(v.Effect)+" "+string(v.Cause))
		}
		for _, f := range j.Judgement.Findings {
			list = append(list, f.Rule.ID)
		}
	}
	return list
}

// testdata/chromium.har is what the developer tools of headless Chromium 156 saved ("Save all as HAR", sensitive data
// excluded or not makes no difference here) of a page that called a receiver written with Node's http: plainly,
// compressed, in chunks, and on a port where nobody listens.
func TestReadChromiumHAR(t *testing.T) {
	lost := new(format.Lost)
	got := readBack(t, "har", testdata(t, "chromium.har"), format.Options{Strict: true, Lost: lost})
	if len(got) != 4 {
		t.Fatalf("got %d records, want 4", len(got))
	}
	want := []string{"bob ALLOW said", "mallory BLOCK said", "carol ALLOW said", "TRN-001"}
	if diff := cmp.Diff(want, effects(t, got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for i, r := range got {
		x := &r.Exchange
		if x.Seq != uint64(i+1) || !strings.HasPrefix(string(x.Sent), "POST /hook") || x.Start.Year() != 2026 {
			t.Errorf("record %d: got %+v", i, x)
		}
		if i < 3 && (x.Answer.Defects != 0 || x.Phases.LastByte <= x.Phases.Write || x.Phases.LastByte > time.Second || x.Target != "http://127.0.0.1:3999/hook") {
			t.Errorf("record %d: got defects %v, phases %+v, target %s", i, x.Answer.Defects, x.Phases, x.Target)
		}
	}
	if f := got[3].Exchange.Failure; f != (exchange.Failure{Cause: callback.NoConnection, Detail: "net::ERR_CONNECTION_REFUSED"}) {
		t.Errorf("got %+v, want no connection", f)
	}
	if wantLost := []string{
		"the compressed form of the answer's body (1, first 2)",
		"the Content-Length of the answer, which did not fit the body as it is in the file (1, first 2)",
	}; !cmp.Equal(lostIn(lost), wantLost) {
		t.Errorf("lost: got %q, want %q", lostIn(lost), wantLost)
	}
}

// testdata/mitmproxy.har has the members, the nulls and the way of counting time of mitmproxy's exporter.
func TestReadMitmproxyHAR(t *testing.T) {
	lost := new(format.Lost)
	got := readBack(t, "har", testdata(t, "mitmproxy.har"), format.Options{Strict: true, Lost: lost})
	if len(got) != 2 {
		t.Fatalf("got %d records, want 2", len(got))
	}
	x := &got[0].Exchange
	wantPhases := exchange.Phases{Connect: 1500 * time.Microsecond, TLS: 21500 * time.Microsecond, Write: 22500 * time.Microsecond, FirstByte: 29500 * time.Microsecond, LastByte: 31500 * time.Microsecond}
	if x.Phases != wantPhases || !strings.Contains(string(x.Sent), "\r\nHost: receiver.example\r\n") && !strings.HasPrefix(string(x.Sent), "POST /hook?SdkAppid=1400000000&") {
		t.Errorf("got %+v, %s", x.Phases, x.Sent)
	}
	if got := effects(t, got[:1]); !cmp.Equal(got, []string{"bob ALLOW said"}) {
		t.Errorf("got %q", got)
	}
	if x := &got[1].Exchange; !strings.HasSuffix(string(x.Sent), "\r\n\r\na=b+c") || x.Failure.Detail != "connection closed" {
		t.Errorf("got %q, %+v", x.Sent, x.Failure)
	}
	if wantLost := []string{
		"that it was HTTP/2.0: it is kept in the form of HTTP/1.1 (2, first 1)",
		"how the parameters of a request's body were spelt (1, first 2)",
	}; !cmp.Equal(lostIn(lost), wantLost) {
		t.Errorf("lost: got %q, want %q", lostIn(lost), wantLost)
	}
}

func TestHARErrors(t *testing.T) {
	good := testdata(t, "mitmproxy.har")
	for _, tt := range []struct{ name, text, want string }{
		{"no JSON", "x", "not a whole HAR file"},
		{"no log", `{"a":[{}]}`, `there is no member "log"`},
		{"no entries", `{"log":{"version":"1.2"}}`, `there is no member "entries"`},
		{"entries is no list", `{"log":{"entries":{}}}`, "entries is not a list"},
		{"torn", good[:len(good)/2], "entries, element 1"},
		{"torn between entries", `{"log":{"entries":[`, "the file ends within, or after, element 1 of entries"},
		{"wrong type", `{"log":{"entries":[{"request":7}]}}`, "entry 1"},
		{"no URL", `{"log":{"entries":[{"startedDateTime":"2026-11-23T15:04:05Z","request":{"method":"GET","url":"/x"}}]}}`, "no URL with a host"},
		{"status", strings.Replace(good, `"status": 200`, `"status": 7`, 1), "status 7 is none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got error
			for _, err := range formatNamed(t, "har").Read(strings.NewReader(tt.text), format.Options{Strict: true}) {
				got = err
				if err != nil {
					break
				}
			}
			if got == nil || !strings.Contains(got.Error(), tt.want) {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
	// Without Strict, an entry that cannot be read is skipped and reported, and the rest is read.
	var problems []string
	got := readBack(t, "har", strings.Replace(good, `"status": 200`, `"status": 7`, 1), format.Options{OnProblem: func(err error) { problems = append(problems, err.Error()) }})
	if len(got) != 1 || !cmp.Equal(problems, []string{"entry 1: status 7 is none"}) {
		t.Errorf("got %d records, %q", len(got), problems)
	}
}

// The npm package har-validator, which nobody here wrote, accepts what is written here, and rejects it once it is broken.
func TestHARIsAcceptedByAnotherParser(t *testing.T) {
	node := need.Program(t, "node")
	const script = `const {har} = require("har-validator");
const text = require("fs").readFileSync(process.argv[1], "utf8");
har(JSON.parse(text)).then(h => console.log("entries", h.log.entries.length), e => { console.log("invalid", e.message); process.exit(1) })`
	validate := func(text string) (string, error) {
		file := filepath.Join(t.TempDir(), "x.har")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), node, "-e", script, file).CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	need.Module(t, node, "har-validator")
	text := written(t, "har", format.Options{}, fixed()...)
	if out, err := validate(text); err != nil || out != "entries 4" {
		t.Errorf("got %s, %v, want 4 entries", out, err)
	}
	if out, err := validate(strings.Replace(text, `"startedDateTime":"2026`, `"startedDateTime":"MMXXVI`, 1)); err == nil || !strings.HasPrefix(out, "invalid") {
		t.Errorf("broken on purpose: got %s, %v, want it rejected", out, err)
	}
}
