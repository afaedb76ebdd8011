package send

import (
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/mockserver"
)

// embeddedMock starts a mock server on a free loopback port for the run of one command, and says so.
func embeddedMock(a *app.App, appID, token string) (url string, stop func(), err error) {
	if url, stop, err = mockserver.Serve(mockserver.Config{AppID: appID, Token: token}); err != nil {
		return "", nil, err
	}
	t := a.ErrTerminal()
	t.Printf("%s\n", t.Faint(t.Say("notice.embedded")))
	return url, stop, nil
}
