package send

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/mockserver"
)

// embeddedMock starts a mock server on a free loopback port for the run of one command, and says so.
func embeddedMock(a *app.App, appID, token string) (url string, stop func(), err error) {
	handler, err := mockserver.New(mockserver.Config{AppID: appID, Token: token})
	if err != nil {
		return "", nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("embedded mock server: %w", err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with Close
	url = "http://" + listener.Addr().String() + "/"
	fmt.Fprintln(a.Stderr, a.ErrTerminal().Faint("no URL given: asking an embedded mock server that allows everybody"))
	return url, func() { _ = server.Close() }, nil
}
