package cmd

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/outcome"
)

// A saved answer was read by the one who saved it: no limit of reading makes another one of it.
func TestJudgeReadsLargeAnswersWhole(t *testing.T) {
	file := filepath.Join(t.TempDir(), "answer.json")
	large := strings.Replace(callback.SampleResponse, "{", "{"+strings.Repeat(" ", http1.DefaultMaxBody), 1)
	if err := os.WriteFile(file, []byte(large), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if got := Run(t.Context(), []string{"judge", file, "--config", "none"}, nil, &out, &errs); got != outcome.OK || !strings.Contains(out.String(), "2 allowed") {
		t.Errorf("got %d, want 0:\n%s%s", got, out.Bytes(), errs.Bytes())
	}
}
