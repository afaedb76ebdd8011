package http1

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func addAnswers(f *testing.F) {
	f.Helper()
	for i, c := range answerCases() {
		f.Add([]byte(c.raw), uint64(i), !c.open, c.noBody)
	}
}

// FuzzAnswerSplit: whatever the bytes, reading them neither panics nor depends on how they were cut, and what is kept
// lies within the limits.
func FuzzAnswerSplit(f *testing.F) {
	addAnswers(f)
	f.Fuzz(func(t *testing.T, raw []byte, seed uint64, eof, noBody bool) {
		limits := Answer{NoBody: noBody, MaxHead: 200, MaxBody: 50}
		one, many := limits, limits
		one.Advance(raw, eof)
		advanceInPieces(&many, raw, eof, func() int {
			seed = seed*6364136223846793005 + 1442695040888963407
			return 1 + int(seed>>60)
		})
		if diff := cmp.Diff(outcome(&one), outcome(&many)); diff != "" {
			t.Errorf("pieces change the reading (-one +many)\n%s", diff)
		}
		if eof && !one.Complete() {
			t.Error("got an answer without end at the end of the connection")
		}
		if len(one.Body) > limits.MaxBody || len(one.Head) > limits.MaxHead || one.End > len(raw) {
			t.Errorf("got %d bytes of body, %d of head, end %d of %d", len(one.Body), len(one.Head), one.End, len(raw))
		}
	})
}

// excused are the readings that net/http takes differently, each for a reason: it takes other versions, codes such as
// "+20" and more than one blank before them; it joins folded header lines; and it ignores the Transfer-Encoding of an
// HTTP/1.0 answer, whose framing must be treated as faulty (RFC 9112, section 6.1).
const excused = BadStatusLine | BadHeader | BadEncoding

// FuzzAnswerAgainstNetHTTP: where net/http reads an answer and its body without error, so must Answer, and the same.
func FuzzAnswerAgainstNetHTTP(f *testing.F) {
	addAnswers(f)
	f.Fuzz(func(t *testing.T, raw []byte, _ uint64, _, noBody bool) {
		method := http.MethodPost
		if noBody {
			method = http.MethodHead
		}
		status, body, err := readNetHTTP(raw, method)
		if err != nil {
			return
		}
		a := Answer{NoBody: noBody}
		a.Advance(raw, true)
		if a.Defects&excused != 0 {
			return
		}
		if a.Status != status || !bytes.Equal(a.Body, body) || a.Defects&^(Extra|LengthAndChunks|Switched) != 0 {
			t.Errorf("got %d %q with defects %q, want %d %q as net/http has it", a.Status, a.Body, a.Defects.Words(), status, body)
		}
	})
}

// readNetHTTP passes over interim answers as net/http's Transport does.
func readNetHTTP(raw []byte, method string) (status int, body []byte, err error) {
	r := bufio.NewReader(bytes.NewReader(raw))
	for {
		resp, err := http.ReadResponse(r, &http.Request{Method: method})
		if err != nil {
			return 0, nil, err
		}
		if resp.StatusCode == http.StatusSwitchingProtocols || resp.StatusCode < 100 || resp.StatusCode > 199 {
			body, err = io.ReadAll(resp.Body)
			return resp.StatusCode, body, err
		}
	}
}
