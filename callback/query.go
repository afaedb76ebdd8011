package callback

import (
	"net/url"
	"slices"
	"strings"
)

// The names of the URL parameters, in their exact casing (page, "Request parameters"; overview for Sign and
// RequestTime). RequestId is observed in newer captures and not documented.
const (
	ParamSdkAppid        = "SdkAppid"
	ParamCallbackCommand = "CallbackCommand"
	ParamContentType     = "contenttype"
	ParamClientIP        = "ClientIP"
	ParamOptPlatform     = "OptPlatform"
	ParamSign            = "Sign"
	ParamRequestTime     = "RequestTime"
	ParamRequestID       = "RequestId"
)

// Param is one parameter of a URL, not escaped.
type Param struct{ Name, Value string }

// Query is the list of URL parameters, in order, repeats allowed.
type Query []Param

// Query returns the five documented parameters of the webhook's URL in the page's order.
func (w *Webhook) Query(appID, clientIP, platform string) Query {
	return Query{
		{ParamSdkAppid, appID},
		{ParamCallbackCommand, w.Command},
		{ParamContentType, "json"},
		{ParamClientIP, clientIP},
		{ParamOptPlatform, platform},
	}
}

// Get returns the first value of the parameter with exactly this name, and whether there is one.
func (q Query) Get(name string) (string, bool) {
	for i := range q {
		if q[i].Name == name {
			return q[i].Value, true
		}
	}
	return "", false
}

// Set replaces the first parameter of this name, in place, or appends one, and returns the query as append does.
func (q Query) Set(name, value string) Query {
	for i := range q {
		if q[i].Name == name {
			q[i].Value = value
			return q
		}
	}
	return append(q, Param{name, value})
}

// Del takes the parameters of this name out, in place, and returns what is left.
func (q Query) Del(name string) Query {
	return slices.DeleteFunc(q, func(p Param) bool { return p.Name == name })
}

// Signed returns the query with Sign and RequestTime, which is Unix time in seconds, appended or renewed as Set does.
func (q Query) Signed(token string, requestTime int64) Query {
	t := FormatSeconds(requestTime)
	return q.Set(ParamSign, Sign(token, t)).Set(ParamRequestTime, t)
}

// Merge joins the query that a configured callback URL already has with the callback's own. In Wire style all
// parameters are sorted by name, as observed; in Documented style the configured ones come first. Both are left as they
// are.
func (q Query) Merge(configured Query, style Style) Query {
	all := slices.Concat(configured, q)
	if style == Wire {
		slices.SortStableFunc(all, func(a, b Param) int { return strings.Compare(a.Name, b.Name) })
	}
	return all
}

// Append appends the query as it stands in a URL, without the question mark. Everything but letters, digits and -_.~
// is percent-encoded.
func (q Query) Append(dst []byte) []byte {
	for i := range q {
		if i > 0 {
			dst = append(dst, '&')
		}
		dst = appendEscaped(dst, q[i].Name)
		dst = append(dst, '=')
		dst = appendEscaped(dst, q[i].Value)
	}
	return dst
}

func appendEscaped(dst []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		l := c | 0x20
		if l >= 'a' && l <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~' {
			dst = append(dst, c)
			continue
		}
		dst = append(dst, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
	}
	return dst
}

// ParseQuery reads the query of a URL, keeping order and repeats. A part whose escapes are broken is kept as it is
// spelt: what a receiver makes of it is the receiver's affair.
func ParseQuery(s string) Query {
	var q Query
	for part := range strings.SplitSeq(s, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		q = append(q, Param{unescape(name), unescape(value)})
	}
	return q
}

func unescape(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	if u, err := url.QueryUnescape(s); err == nil {
		return u
	}
	return s
}
