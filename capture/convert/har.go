package convert

import "encoding/json"

// harFormat is the format of HTTP Archives.
func harFormat() Format {
	return Format{
		Name: "har", Title: "HTTP Archive 1.2, of browsers and proxies", Endings: []string{".har"},
		Read: readHAR, Write: writeHAR, Looks: looksHAR,
	}
}

// The shapes of HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), as far as exchanges fill them.

type harEntry struct {
	Started  string          `json:"startedDateTime"`
	Time     float64         `json:"time"`
	Request  harRequest      `json:"request"`
	Response harResponse     `json:"response"`
	Cache    struct{}        `json:"cache"`
	Timings  harTimings      `json:"timings"`
	Own      json.RawMessage `json:"_chatcb,omitempty"` // what HAR has no place for; see harOwn
}

type harRequest struct {
	Method      string       `json:"method"`
	URL         string       `json:"url"`
	Version     string       `json:"httpVersion"`
	Cookies     []struct{}   `json:"cookies"`
	Headers     []harPair    `json:"headers"`
	Query       []harPair    `json:"queryString"`
	Post        *harPostData `json:"postData,omitempty"`
	HeadersSize int          `json:"headersSize"`
	BodySize    int          `json:"bodySize"`
}

type harPostData struct {
	MimeType string    `json:"mimeType"`
	Params   []harPair `json:"params,omitempty"`
	Text     *string   `json:"text,omitempty"`
	Encoding string    `json:"encoding,omitempty"` // not of the standard, but written by some
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type harResponse struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	Version     string     `json:"httpVersion"`
	Cookies     []struct{} `json:"cookies"`
	Headers     []harPair  `json:"headers"`
	Content     harContent `json:"content"`
	RedirectURL string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
	Error       string     `json:"_error,omitempty"` // Chromium's
}

type harContent struct {
	Size     int     `json:"size"`
	MimeType string  `json:"mimeType"`
	Text     *string `json:"text,omitempty"`
	Encoding string  `json:"encoding,omitempty"`
}

// harTimings are in milliseconds; -1 says that a phase did not take place. Connect includes SSL.
type harTimings struct {
	Blocked float64 `json:"blocked"`
	DNS     float64 `json:"dns"`
	Connect float64 `json:"connect"`
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
	SSL     float64 `json:"ssl"`
}
