package fault

import (
	"net/http"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// realFaults has the shapes of public handlers.
var realFaults = []*Fault{
	{ID: "real-bare-ok", Group: "real", Fires: []string{"REQ-004"}, Title: "answers OK and 0 as for other webhooks, without ResultItem", answer: saying(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`)},
	{ID: "real-message-denial", Group: "real", Denied: true, Fires: []string{"ERR-001", "CON-001", "INF-001", "REQ-004"}, Title: "denies as for a message: OK with ErrorCode 1", answer: saying(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`)},
	{ID: "real-minus-one", Group: "real", Denied: true, Fires: []string{"ERR-001", "REQ-004"}, Title: "denies with FAIL and -1", answer: saying(`{"ActionStatus":"FAIL","ErrorInfo":"fail","ErrorCode":-1}`)},
	{ID: "real-4002", Group: "real", Denied: true, Fires: []string{"ERR-001", "REQ-004"}, Title: "denies with a code of its own, 4002", answer: saying(`{"ActionStatus":"FAIL","ErrorInfo":"forbidden","ErrorCode":4002}`)},
	{ID: "real-120001", Group: "real", Denied: true, Fires: []string{"ERR-001", "REQ-004"}, Title: "denies with a code for messages, 120001", answer: saying(`{"ActionStatus":"FAIL","ErrorInfo":"forbidden","ErrorCode":120001}`)},
	{ID: "real-error-word", Group: "real", Fires: []string{"ACT-001", "ERR-001", "REQ-004"}, Title: "says error for FAIL", answer: saying(`{"ActionStatus":"error","ErrorInfo":"bad request","ErrorCode":400}`)},
	{
		ID: "real-html-ok", Group: "real", Fires: []string{"JSN-001"}, Title: "answers ok as text/html",
		answer: both(saying("ok"), typed("text/html; charset=utf-8")),
	},
	{
		ID: "real-nil-slice", Group: "real", Fires: []string{"HDR-001", "TYP-004"}, Title: "marshals a nil slice, and lets net/http guess the type",
		answer: both(saying(`{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":null}`+"\n"), typed("text/plain; charset=utf-8")),
	},
	{
		ID: "real-non-null", Group: "real", Fires: []string{"REQ-003", "REQ-007"}, Title: "leaves out what is null, as Java mappers do when told so",
		answer: both(editing(`"ErrorInfo":"",`, ``), editing(`,"ResultInfo":""`, ``)),
	},
	{
		ID: "real-echo", Group: "real", Fires: []string{"JSN-009", "REQ-001", "REQ-002", "REQ-003", "REQ-004"}, Title: "echoes the request",
		answer: func(x *Handling, _ *hit) { x.Answer.Body = x.Body },
	},
	{
		ID: "real-object-item", Group: "real", Fires: []string{"TYP-004"}, Title: "has an object where an array is due",
		answer: saying(`{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":{}}`),
	},
	{
		ID: "real-typo", Group: "real", Fires: []string{"ERR-001", "REQ-004"}, Title: "looks for Requestser_Account, does not find it, and refuses",
		answer: func(x *Handling, _ *hit) {
			if !strings.Contains(x.Body, `"Requestser_Account"`) {
				x.Answer.Body = `{"ActionStatus":"FAIL","ErrorCode":1001,"ErrorInfo":"missing parameter"}`
			}
		},
	},
	{
		ID: "real-panic", Group: "real", Fires: []string{"TRN-001"}, Title: "panics, so that the connection closes",
		answer: func(x *Handling, _ *hit) { x.Answer = Answer{End: EndClosed} },
	},
	{
		ID: "real-403-page", Group: "real", Fires: []string{"SEC-020", "STS-001"}, Title: "checks another Sign than Chat makes, and answers 403 with a page",
		answer: func(x *Handling, _ *hit) { page(x, http.StatusForbidden) },
	},
	{
		ID: "real-old-platforms", Group: "real", Fires: []string{"FLD-019"}, Title: "knows the platforms of old pages only, and answers 400 to macOS",
		answer: func(x *Handling, _ *hit) {
			switch platform, _ := x.Query().Get(callback.ParamOptPlatform); platform {
			case "RESTAPI", "Web", "Android", "iOS", "Windows", "Mac", "iPad", "Unknown":
			default:
				page(x, http.StatusBadRequest)
			}
		},
	},
	{
		ID: "real-slow-moderation", Group: "real", Takes: "TIME", Fires: []string{"LAT-001"}, Title: "asks a moderation service within the handler, 3 s or the time given",
		set: func(s *settings) string { return setTime(s, 3*1e9) },
		answer: func(x *Handling, h *hit) {
			if x.Pause(h.act.low) {
				x.Answer = Answer{End: EndClosed, Left: true}
			}
		},
	},
}
