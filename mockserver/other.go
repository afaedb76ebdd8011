package mockserver

import (
	"cmp"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// The limits of passing other callbacks on.
const (
	forwardTime = 10 * time.Second
	maxForward  = 4 << 20 // bytes of an answer
)

// pass answers another callback of the app: as a rule of the policy has it, as the backend does that it is passed on to, or
// with OK.
func (s *Server) pass(h *handler) fault.Answer {
	if decides := s.policy.Load(); decides != nil {
		query := callback.ParseQuery(h.QueryString)
		clientIP, _ := query.Get(callback.ParamClientIP)
		platform, _ := query.Get(callback.ParamOptPlatform)
		if d, ok := decides.Other(h.event.Callback, clientIP, platform, h.Start); ok {
			h.event.alike = d
			return fault.Answer{Status: http.StatusOK, Body: d.Answer}
		}
	}
	if s.forward == nil {
		return fault.Answer{Status: http.StatusOK, Body: callback.OtherAnswer}
	}
	to := *s.forward
	if strings.Trim(to.Path, "/") == "" {
		to.Path = h.event.target.path
	}
	to.RawQuery = h.QueryString
	client := http.Client{Timeout: forwardTime, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Post(to.String(), "application/json", strings.NewReader(h.Body))
	if err != nil {
		return unreached()
	}
	defer r.Body.Close()
	body, err := io.ReadAll(io.LimitReader(r.Body, maxForward))
	if err != nil {
		return unreached()
	}
	kind := cmp.Or(r.Header.Get("Content-Type"), "application/octet-stream")
	return fault.Answer{Status: r.StatusCode, Header: http.Header{"Content-Type": {kind}}, Body: string(body)}
}

// unreached is the answer where the backend has none.
func unreached() fault.Answer {
	return fault.Answer{Status: http.StatusBadGateway, Body: `{"ActionStatus":"FAIL","ErrorCode":38003,"ErrorInfo":"the backend to pass this on to did not answer"}`}
}
