package conformance

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// querying is the page's sample request with another query.
func querying(query string) string {
	return SampleRequest("POST", "HTTP/1.1", query, callback.PrevFriendAdd.Sample)
}

// swapped is the page's sample request with one text of its query replaced.
func swapped(old, replacement string) string {
	return querying(strings.Replace(PageQuery, old, replacement, 1))
}

// carrying is the page's sample request with one text of its body replaced.
func carrying(old, replacement string) string {
	return SampleRequest("POST", "HTTP/1.1", PageQuery, strings.Replace(callback.PrevFriendAdd.Sample, old, replacement, 1))
}

// The vector of the overview, and the instant of its RequestTime.
const (
	sampleToken = "xxxxyyyy"
	sampleSign  = "Sign=17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061&RequestTime=1669872112"
	sampleNow   = 1669872112_000
)
