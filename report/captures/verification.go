package captures

import (
	"strings"

	"github.com/chatcb/chatcb/capture/scrub"
	"github.com/chatcb/chatcb/report/term"
)

// ShowVerification prints where a scrubbed capture is raw.
func ShowVerification(t *term.Terminal, v *scrub.Verification) {
	for _, raw := range v.Raw {
		t.Printf("%s\n", t.Say("captures.raw", "number", raw.Seq, "where", strings.Join(raw.Where, "; ")))
	}
	if v.Skipped > 0 {
		t.Printf("%s\n", t.Say("captures.unreadable", "n", v.Skipped))
	}
	if len(v.Raw) == 0 && v.Skipped == 0 {
		t.Printf("%s\n", t.Say("captures.nothing-raw", "n", v.Exchanges, "how", t.Say("captures.by-"+v.How)))
	}
}
