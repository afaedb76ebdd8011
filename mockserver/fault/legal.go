package fault

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// legalFaults looks odd and breaks no rule: what must not be minded.
var legalFaults = []*Fault{
	{
		ID: "legal-reordered", Group: "legal", Title: "writes its members in another order",
		answer: both(
			matching(`^\{"ActionStatus":("[A-Z]*"),"ErrorCode":(\d+),"ErrorInfo":("[^"]*"),"ResultItem":(\[.*\])\}$`, `{"ResultItem":$4,"ErrorInfo":$3,"ErrorCode":$2,"ActionStatus":$1}`),
			matching(`\{"To_Account":("[^"]*"),"ResultCode":(\d+),"ResultInfo":("[^"]*")\}`, `{"ResultInfo":$3,"ResultCode":$2,"To_Account":$1}`),
		),
	},
	{
		ID: "legal-pretty", Group: "legal", Title: "indents its JSON",
		answer: reshaping(func(body string) string {
			var b bytes.Buffer
			if err := json.Indent(&b, []byte(body), "", "\t"); err != nil {
				return body
			}
			return strings.ReplaceAll(b.String(), "\n", "\r\n") + "\r\n"
		}),
	},
	{
		ID: "legal-documented", Group: "legal", Title: "writes its JSON as the page prints it",
		answer: func(x *Handling, _ *hit) { x.Answer.Body = string(x.Reply.Append(nil, callback.Documented)) },
	},
	{
		ID: "legal-tiny-chunks", Group: "legal", Title: "answers in chunks of one byte, with extensions",
		answer: func(x *Handling, _ *hit) {
			if !x.HTTP.ProtoAtLeast(1, 1) {
				return // an older client cannot read chunks
			}
			var b strings.Builder
			for i := range len(x.Answer.Body) {
				fmt.Fprintf(&b, "1;x\r\n%s\r\n", x.Answer.Body[i:i+1])
			}
			sends(x, chunkedHead+b.String()+"0\r\n\r\n")
		},
	},
	{
		ID: "legal-two-segments", Group: "legal", Title: "sends head and body apart, and the body in pieces",
		answer: func(x *Handling, _ *hit) { x.Answer.Pace = 1 },
	},
	{
		ID: "legal-close", Group: "legal", Title: "closes the connection after each answer",
		answer: func(x *Handling, _ *hit) {
			x.Answer.Header = http.Header{"Content-Type": {jsonType}, "Connection": {"close"}}
		},
	},
	{
		ID: "legal-until-close", Group: "legal", Title: "ends its answer with the connection, as HTTP/1.0",
		answer: func(x *Handling, _ *hit) {
			sends(x, "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"+x.Answer.Body)
		},
	},
	{
		ID: "legal-extra-members", Group: "legal", Title: "adds members, with values of every kind",
		answer: editing(`"ErrorInfo"`, `"trace":{"a":[1,null,true,"x"]},"ErrorInfo"`),
	},
	{
		ID: "legal-escapes", Group: "legal", Title: "escapes what needs no escape",
		answer: matching(`"ActionStatus":"OK"`, `"Action\u0053tatus":"\u004fK"`),
	},
	{
		ID: "legal-header-case", Group: "legal", Title: "writes its header names in odd case, with blanks and a charset",
		answer: func(x *Handling, _ *hit) {
			sends(x, fmt.Sprintf("HTTP/1.1 200\r\ncONTENT-tYPE:application/json ; charset=UTF-8\r\nContent-length:  %d  \r\n\r\n%s",
				len(x.Answer.Body), x.Answer.Body))
		},
	},
	{
		ID: "legal-denial", Group: "legal", Denied: true, Title: "denies everybody, with OK and ErrorCode 0",
		answer: recoding(38000, "not wanted"),
	},
	{
		ID: "legal-last-code", Group: "legal", Denied: true, Title: "denies with the last code of the range",
		answer: recoding(39000, "not wanted"),
	},
	{
		ID: "legal-failure", Group: "legal", Title: "fails in the range and denies the items",
		answer: heading(callback.StatusFail, 38500, "try later", 38500, "try later"),
	},
	{
		ID: "legal-early-hints", Group: "legal", Title: "sends an interim answer first",
		answer: func(x *Handling, _ *hit) {
			sends(x, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"+string(x.Answer.Append(nil, "")))
		},
	},
}
