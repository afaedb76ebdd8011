package capture_test

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/capture"
)

// What is recorded with the first exchange may be called like a member of a header, but for the case.
func TestHeaderNamesAreExact(t *testing.T) {
	t.Parallel()
	line := `{"request":{"head":"POST / HTTP/1.1\r\n\r\n"},"Format":"of another tool","Version":2}`
	n := 0
	for rec, err := range capture.NewReader(strings.NewReader(line + "\n")).All() {
		if err != nil {
			t.Fatal(err)
		}
		if value, _ := rec.Get("Format"); value != `"of another tool"` {
			t.Errorf("got %s", value)
		}
		n++
	}
	if n != 1 {
		t.Errorf("got %d exchanges, want 1", n)
	}
}
