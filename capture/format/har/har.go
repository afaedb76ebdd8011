// Package har reads and writes HTTP Archives, version 1.2, as browsers and proxies save them.
package har

import (
	"bytes"
	"encoding/json"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// Format is the format of HTTP Archives.
func Format() format.Format {
	return format.Format{
		Name: "har", Endings: []string{".har"},
		Read: read, Looks: looks, Begin: begin, Between: ",\n", End: "\n]}}\n",
		Encode: func(r *capture.Record, _ *format.Options) ([]byte, error) { return format.JSON(entryOf(r)) },
	}
}

func looks(start []byte) bool {
	start = bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\ufeff")))
	rest, ok := bytes.CutPrefix(start, []byte{'{'})
	return ok && bytes.HasPrefix(bytes.TrimSpace(rest), []byte(`"log"`))
}

// The shapes of HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), as far as exchanges fill them. What
// writes a member with another type is read as if it had none.

type entry struct {
	Started  string          `json:"startedDateTime"`
	Time     float64         `json:"time"`
	Request  request         `json:"request"`
	Response response        `json:"response"`
	Cache    struct{}        `json:"cache"`
	Timings  timings         `json:"timings"`
	Own      json.RawMessage `json:"_chatcb,omitempty"` // what HAR has no place for; see ownMember
}

type request struct {
	Method      string     `json:"method"`
	URL         string     `json:"url"`
	Version     string     `json:"httpVersion"`
	Cookies     []struct{} `json:"cookies"`
	Headers     []pair     `json:"headers"`
	Query       []pair     `json:"queryString"`
	Post        *postData  `json:"postData,omitempty"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
}

type postData struct {
	MimeType string  `json:"mimeType"`
	Params   []pair  `json:"params,omitempty"`
	Text     *string `json:"text,omitempty"`
	Encoding string  `json:"encoding,omitempty"` // not of the standard, but written by some
	File     string  `json:"_file,omitempty"`    // Playwright's, beside the HAR file
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type response struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	Version     string     `json:"httpVersion"`
	Cookies     []struct{} `json:"cookies"`
	Headers     []pair     `json:"headers"`
	Content     content    `json:"content"`
	RedirectURL string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    *int       `json:"bodySize"`
	Error       string     `json:"_error,omitempty"` // Chromium's
}

type content struct {
	Size     *int    `json:"size"`
	MimeType string  `json:"mimeType"`
	Text     *string `json:"text,omitempty"`
	Encoding string  `json:"encoding,omitempty"`
	File     string  `json:"_file,omitempty"` // as above
}

// timings are in milliseconds; -1 says that a phase did not take place. Connect includes SSL.
type timings struct {
	Blocked float64 `json:"blocked"`
	DNS     float64 `json:"dns"`
	Connect float64 `json:"connect"`
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
	SSL     float64 `json:"ssl"`
}
