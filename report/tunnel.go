package report

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/report/term"
)

// ShowTunnel says what to enter in the console of Tencent Cloud Chat, so that it calls a server of this machine at the address
// that a tunnel gave it. Path is that of the callback URL, or "" where the backend behind decides it.
func ShowTunnel(t *term.Terminal, address, server, path string) {
	url := address + strings.TrimPrefix(path, "/")
	t.Titled(term.Textf("%-9s", t.Strong(t.Say("serve.tunnel"))), address+" → "+server)
	t.Field("console", t.Words.Say("serve.console", "url", url, "path", path == ""))
	for _, w := range callback.Webhooks() {
		t.Field("switch", t.Words.Say("serve.switch", "title", t.Words.Translate("serve.title-"+w.Command, w.Title), "command", w.Command))
	}
	t.Field("then", "chatcb doctor "+url)
}
