package cmd

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/outcome"
)

// TestCases holds the right value of small inputs that were judged wrongly once. Those that captures are read from stand in
// capture/formats.
func TestCases(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args string // {} is the folder of the cases
		want outcome.Status
		says []string // on stdout; one that begins with ! must not be there
	}{
		{"judge {}/curl_i_chunked.http --expect to:id1=block", outcome.OK, []string{"id1 block 38001 BLOCK said BLOCK as expected", "id2 block 38001 BLOCK said", "no findings"}},
		{"judge {}/curl_i_http2.http --expect to:id1=block", outcome.OK, []string{"id1 block 38001 BLOCK said BLOCK as expected", "id2 block 38001 BLOCK said", "no findings"}},
		{"judge {}/har_gzip_unasked.same-on-the-wire.http --request {}/har_gzip_unasked.request.json", outcome.Findings, []string{"not-json (fail-open)", "HDR-004", "!HDR-003", "!JSN-001"}},
		{"judge {}/har_gzip_unasked.same-on-the-wire.http --request {}/har_gzip_unasked.request.json --expect to:id1=block", outcome.Leak, []string{"LEAK"}},
		{"judge {}/d1-both-deny.json", outcome.Findings, []string{"id1 block BLOCK said, assumed", "RIT-003"}},
		{"judge {}/d2-errorcode-both-deny.json", outcome.Findings, []string{"id1 block ALLOW error-code (fail-open), assumed"}},
		{"judge {}/d3-out-of-range-basis.json", outcome.Findings, []string{"id1 block 1 BLOCK out-of-range, assumed", "id2 block 38000 BLOCK said, assumed", "REQ-001"}},
		{"judge {}/d9-seven-wrong-names.json", outcome.Findings, []string{
			`"actionStatus", "errorCode", "errorInfo", "resultItem", "toAccount", "resultCode", "resultInfo" should be`, "1 fail · exit 1",
		}},
		{"judge {}/d10-eight-items.json --request {}/d10-request.json", outcome.Findings, []string{"(and 7 more)", "1 fail · exit 1"}},
		{"judge {}/d11-wrapped.json", outcome.Findings, []string{`wrapped in "data"`, "1 fail · exit 1"}},
		{"judge --fail-on must {}/d13-cut-off.http", outcome.Findings, []string{"HDR-003", "Content-Length 174, bytes received: 154"}},
		{"judge --fail-on must {}/d15-redirect.http", outcome.Findings, []string{"STS-002"}},
		{"judge --fail-on must {}/d18-deny-at-top.json", outcome.Findings, []string{"CON-004"}},
		{"send --token-file {}/token_bom.txt --dry-run --seed 1", outcome.OK, []string{"&Sign="}},
		{"send --token-file {}/token_trailing_blank.txt --dry-run", outcome.Usage, nil},
	} {
		status, out, errs := run(t, strings.Fields(strings.ReplaceAll(tt.args, "{}", filepath.Join("testdata", "cases")))...)
		folded := strings.Join(strings.Fields(out), " ")
		for _, say := range append(tt.says, "") {
			not, is := strings.CutPrefix(say, "!")
			if status != tt.want || strings.Contains(folded, not) == is {
				t.Errorf("%s: got status %d\n%s%s\nwant %d and %q", tt.args, status, out, errs, tt.want, say)
				break
			}
		}
	}
}

// A compression before the chunks ends with the last chunk, at once, and is what it is: nothing that Chat reads.
func TestCompressionBeforeChunks(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	done := make(chan bool)
	defer close(done)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = conn.Read(make([]byte, 64<<10))
		var body bytes.Buffer
		w := gzip.NewWriter(&body)
		fmt.Fprint(w, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"id1","ResultCode":0,"ResultInfo":""}]}`)
		w.Close()
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", body.Len(), &body)
		<-done // the connection stays open
	}()
	begun := time.Now()
	status, out, errs := run(t, "send", "http://"+l.Addr().String(), "--to", "id1", "--timeout", "60s")
	if took := time.Since(begun); took > 50*time.Second || status != outcome.Findings || !strings.Contains(out, "HDR-004") || !strings.Contains(out, "not-json") {
		t.Errorf("got status %d after %s\n%s%s\nwant HDR-004 and not-json at once", status, took, out, errs)
	}
}
