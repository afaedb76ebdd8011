// Package callback is the wire contract of those webhooks of Tencent Cloud Chat that ask an app backend whether two users
// may become friends: what Chat sends, and what the backend may answer.
//
// A [Webhook] describes one of them, such as [PrevFriendAdd], "Before a Friend Is Added". Start with [Request] and
// [Encoding] to write what Chat writes, with [Query] for the URL, [Sign] and [CheckSign] for the signature, and
// [DecodeRequest] to read a request.
//
// Guarantees: encoding never allocates when its destination is large enough; decoding keeps what it does not know;
// reading an answer ([Answer]) never panics and never copies more than the answer's own size.
//
// The page in the doc comments is https://trtc.io/document/43468 (Chat, "Before a Friend Is Added"); the overview is the
// page "Webhook Overview" that it links to. Where neither says anything, the comment says "undocumented".
package callback

import "time"

// Deadline is how long Chat waits for an answer before it lets the friend request through (overview).
const Deadline = 2 * time.Second

// MinCode and MaxCode bound the codes of a backend's own, both ends included: what ErrorCode must be when processing
// failed, and what ResultCode must be to deny (page, "Response fields").
const (
	MinCode = 38000
	MaxCode = 39000
)

// CodeInRange reports whether code is one that a backend may deny or fail with. Zero, which allows, is not.
func CodeInRange(code int64) bool { return code >= MinCode && code <= MaxCode }

// Limits of the platform in bytes of UTF-8, from the pages on accounts and contacts that the page links to. The native
// SDK's page prints other limits for the group name (96) and the wording (120).
const (
	MaxAccountBytes      = 32
	MaxRemarkBytes       = 96
	MaxGroupBytes        = 30
	MaxWordingBytes      = 256
	MaxFriendsPerUser    = 3000
	MaxPendingRequests   = 100
	MaxBlocklistAccounts = 1000
)

// The values of ActionStatus in an answer (page, "Response fields").
const (
	StatusOK   = "OK"
	StatusFail = "FAIL"
)

// RESTAPI is the OptPlatform of calls through the REST API. Friend requests made so do not trigger the callback (page,
// "Callback Triggering Timing"), so it never occurs in real traffic.
const RESTAPI = "RESTAPI"

// Platforms lists the values of OptPlatform that Chat's overview documents. Mac is the Chinese pages' word for macOS.
func Platforms() []string {
	return []string{RESTAPI, "Web", "Android", "iOS", "Windows", "macOS", "Mac", "iPad", "Unknown"}
}

// ClientPlatforms lists the platforms of requests that trigger the callback.
func ClientPlatforms() []string { return Platforms()[1:] }

// ValidAccount reports what keeps id from being a UserID, or "" if nothing does: 1 to 32 bytes of printable ASCII.
func ValidAccount(id string) string {
	switch {
	case id == "":
		return "is empty"
	case len(id) > MaxAccountBytes:
		return "is longer than 32 bytes"
	}
	for i := range len(id) {
		if id[i] < 0x20 || id[i] > 0x7e {
			return "has a byte that is not printable ASCII"
		}
	}
	return ""
}
