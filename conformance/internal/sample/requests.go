package sample

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
)

// Querying is the page's sample request with another query.
func Querying(query string) string {
	return rule.SampleRequest("POST", "HTTP/1.1", query, callback.PrevFriendAdd.Sample)
}

// Swapped is the page's sample request with one text of its query replaced.
func Swapped(old, replacement string) string {
	return Querying(strings.Replace(rule.PageQuery, old, replacement, 1))
}

// Carrying is the page's sample request with one text of its body replaced.
func Carrying(old, replacement string) string {
	return rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, strings.Replace(callback.PrevFriendAdd.Sample, old, replacement, 1))
}

// The vector of the overview, and the instant of its RequestTime.
const (
	Token = "xxxxyyyy"
	Sign  = "Sign=17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061&RequestTime=1669872112"
	Now   = 1669872112_000
)
