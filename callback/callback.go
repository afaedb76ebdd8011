// Package callback is the wire contract of the Tencent Cloud Chat webhook Sns.CallbackPrevFriendAdd, "Before a Friend
// Is Added": what Chat sends to an app backend, what the backend may answer, and the record of one such exchange.
//
// Start with [Request] and its Append method to write what Chat writes, with [Query] for the URL, [Sign] and [CheckSign]
// for the signature, [DecodeRequest] to read a request, and [Exchange] for what went over the wire and when.
//
// Guarantees: encoding never allocates when its destination is large enough; decoding keeps what it does not know;
// reading an answer ([Answer]) never panics and never copies more than the answer's own size.
//
// The page in the doc comments is https://trtc.io/document/43468 (Chat, "Before a Friend Is Added"); the overview is the
// page "Webhook Overview" that it links to. Where neither says anything, the comment says "undocumented".
package callback

import (
	"strings"
	"time"
)

// Command is the only value of CallbackCommand, in the URL and in the body (page, "Request parameters").
const Command = "Sns.CallbackPrevFriendAdd"

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
	MaxGroupNameBytes    = 30
	MaxAddWordingBytes   = 256
	MaxAddSourceLetters  = 8 // after AddSourcePrefix
	MaxFriendsPerUser    = 3000
	MaxPendingRequests   = 100
	MaxBlocklistAccounts = 1000
)

// The values of AddType; AddTypeBoth is the default (page, "Request fields").
const (
	AddTypeSingle = "Add_Type_Single"
	AddTypeBoth   = "Add_Type_Both"
)

// AddSourcePrefix starts every AddSource; up to MaxAddSourceLetters letters follow.
const AddSourcePrefix = "AddSource_Type_"

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

// ValidAddSource reports what keeps source from being an AddSource, or "" if nothing does.
func ValidAddSource(source string) string {
	letters, ok := strings.CutPrefix(source, AddSourcePrefix)
	switch {
	case !ok:
		return "does not start with " + AddSourcePrefix
	case letters == "" || len(letters) > MaxAddSourceLetters:
		return "has not 1 to 8 letters after " + AddSourcePrefix
	}
	for i := range len(letters) {
		if c := letters[i] | 0x20; c < 'a' || c > 'z' {
			return "has something other than letters after " + AddSourcePrefix
		}
	}
	return ""
}
