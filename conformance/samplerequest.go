package conformance

import (
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// pageQuery is the query of the page's sample URL, filled in.
const pageQuery = "SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=127.0.0.1&OptPlatform=iOS"

// request is a raw request with the headers of captured ones.
func request(method, proto, query, body string) string {
	return method + " /?" + query + " " + proto + "\r\nHost: receiver\r\nContent-Type: application/json\r\n" +
		"Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
}

// querying is the page's sample request with another query.
func querying(query string) string {
	return request("POST", "HTTP/1.1", query, callback.PrevFriendAdd.Sample)
}

// swapped is the page's sample request with one text of its query replaced.
func swapped(old, replacement string) string {
	return querying(strings.Replace(pageQuery, old, replacement, 1))
}

// carrying is the page's sample request with one text of its body replaced.
func carrying(old, replacement string) string {
	return request("POST", "HTTP/1.1", pageQuery, strings.Replace(callback.PrevFriendAdd.Sample, old, replacement, 1))
}
