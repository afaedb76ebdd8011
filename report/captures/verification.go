package captures

import (
	"strings"

	"github.com/chatcb/chatcb/capture/scrub"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// howVerified are the ways in which a scrubbed capture is verified, in words.
var howVerified = map[string]string{
	"shape":    "by shape alone: give the key to tell pseudonyms from ids that look alike",
	"key":      "with the key",
	"original": "with the key and the original",
}

// ShowVerification prints where a scrubbed capture is raw.
func ShowVerification(t *term.Terminal, v *scrub.Verification) {
	for _, raw := range v.Raw {
		t.Printf("%d is raw: %s\n", raw.Seq, strings.Join(raw.Where, "; "))
	}
	if v.Skipped > 0 {
		t.Printf("%s cannot be read, and may hold anything\n", report.Plural(v.Skipped, "line"))
	}
	if len(v.Raw) == 0 && v.Skipped == 0 {
		t.Printf("%s, nothing raw (%s)\n", report.Plural(v.Exchanges, "exchange"), howVerified[v.How])
	}
}
