package fault

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// headerFaults is broken in the status and the headers of its answers.
var headerFaults = []*Fault{
	{
		ID: "deny-by-status", Group: "STS", Denied: true, Fires: []string{"STS-003"}, Title: "denies with 403 and a right body",
		answer: both(recoding(38000, "not wanted"), func(x *Handling, _ *hit) { x.Answer.Status = http.StatusForbidden }),
	},
	{
		ID: "created", Group: "STS", Fires: []string{"STS-001"}, Title: "answers 201, as for something new",
		answer: func(x *Handling, _ *hit) { x.Answer.Status = http.StatusCreated },
	},
	{
		ID: "no-content", Group: "STS", Fires: []string{"STS-001"}, Title: "answers 204, as for nothing to say",
		answer: func(x *Handling, _ *hit) {
			x.Answer = Answer{Raw: "HTTP/1.1 204 No Content\r\n\r\n", IsRaw: true, End: EndClosed}
		},
	},
	{
		ID: "trailing-slash", Group: "STS", Fires: []string{"STS-002"}, Title: "redirects to the path with a slash at its end, as routers do",
		answer: func(x *Handling, _ *hit) {
			x.Answer = Answer{Status: http.StatusMovedPermanently, Header: http.Header{"Location": {x.HTTP.URL.Path + "/"}}}
		},
	},
	{
		ID: "text-plain", Group: "HDR", Fires: []string{"HDR-001"}, Title: "calls its JSON text/plain, as Go's net/http does for handlers that forget the header",
		answer: typed("text/plain; charset=utf-8"),
	},
	{
		ID: "text-html", Group: "HDR", Fires: []string{"HDR-001"}, Title: "calls its JSON text/html, as PHP and Flask do",
		answer: typed("text/html; charset=utf-8"),
	},
	{ID: "no-content-type", Group: "HDR", Fires: []string{"HDR-001"}, Title: "has no Content-Type", answer: typed("")},
	{
		ID: "charset-gbk", Group: "HDR", Fires: []string{"HDR-002"}, Title: "announces GBK",
		answer: typed("application/json; charset=gbk"),
	},
	{
		ID: "length-too-long", Group: "HDR", Fires: []string{"HDR-003"}, Title: "promises more bytes than it sends",
		answer: func(x *Handling, _ *hit) { sends(x, framed(x.Answer.Body, len(x.Answer.Body)+10)) },
	},
	{
		ID: "length-in-letters", Group: "HDR", Fires: []string{"HDR-003", "JSN-001"}, Title: "counts letters instead of bytes in Content-Length",
		answer: func(x *Handling, _ *hit) {
			body := strings.Replace(x.Answer.Body, `"ResultInfo":""`, `"ResultInfo":"好友"`, 1)
			sends(x, framed(body, len([]rune(body))))
		},
	},
	{
		ID: "no-last-chunk", Group: "HDR", Fires: []string{"HDR-003"}, Title: "answers chunked and closes without the last chunk",
		answer: func(x *Handling, _ *hit) {
			sends(x, fmt.Sprintf("%s%x\r\n%s\r\n", chunkedHead, len(x.Answer.Body), x.Answer.Body))
		},
	},
	{
		ID: "gzip", Group: "HDR", Fires: []string{"HDR-004"}, Title: "compresses its answer unasked",
		answer: func(x *Handling, _ *hit) {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write([]byte(x.Answer.Body)) // into memory
			_ = z.Close()
			x.Answer.Body = b.String()
			x.Answer.Header = http.Header{"Content-Type": {jsonType}, "Content-Encoding": {"gzip"}}
		},
	},
	{
		ID: "echo-sign", Group: "HDR", Fires: []string{"HDR-005"}, Title: "sends the Sign of the request back in a header",
		answer: func(x *Handling, _ *hit) {
			sign, _ := x.Query().Get(callback.ParamSign)
			x.Answer.Header = http.Header{"Content-Type": {jsonType}, "X-Debug": {"sign=" + sign}}
		},
	},
}

// framed is an answer whose Content-Length is a claim.
func framed(body string, length int) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, body)
}
