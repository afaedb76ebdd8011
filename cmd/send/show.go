package send

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// advise shows the answer that would have been right, and where the code for it is; or why a backend may refuse everybody.
func (o *options) advise(e *conformance.Judged, t *term.Terminal) {
	contact := report.Contact{
		AppID: o.Request.AppID, OwnAppID: o.Request.Flags.Changed("app-id"), Signed: !o.Request.Token.Value.Empty(),
	}
	if hint := contact.Hint(t.Words, e.Exchange); hint != "" {
		t.Below(t.Words.Label("hint")+"  ", t.Doubtful(hint))
	}
	if e.Exchange.Answer.Status == 0 || len(e.Judgement.Verdicts) == 0 {
		return
	}
	t.Printf("%s %s\n", t.Label("right"), report.RightAnswer(e))
	if id := report.BrokenRule(e); id != "" {
		t.Printf("%-5s chatcb explain %s --lang node\n", t.Label("code"), id)
	}
	t.Printf("\n")
}

// repeat is the command that sends a request again. The token is left out: it is a secret.
func (o *options) repeat(f *request) string {
	args := []string{"chatcb send"}
	if o.Request.Flags.Changed("token") {
		args[0] = "CHATCB_TOKEN=… chatcb send" // the secret stays with the user
	}
	if !o.embedded {
		args = append(args, o.Target.Word())
	}
	args = append(args, fmt.Sprintf("--seed %d", o.Request.Seed.N))
	if f.number > 0 {
		args = append(args, fmt.Sprintf("--number %d", f.number))
	}
	if o.Request.bodyText == nil {
		args = append(args, fmt.Sprintf("--event-time %d", f.eventTime))
	}
	args = append(args, flags.Repeated(o.Cmd)...)
	return strings.Join(args, " ")
}
