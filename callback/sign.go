package callback

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
)

// SignWindow is how far RequestTime may be from the receiver's clock, to either side (configuration page, Chinese).
const SignWindow = 60 * time.Second

// Sign returns lower-case hex SHA-256 of token followed by requestTime, which is Unix time in seconds as decimal text
// (overview, "Sign=sha256(Token RequestTime)"). Neither the body nor SdkAppid is signed.
func Sign(token, requestTime string) string {
	sum := sha256.Sum256([]byte(token + requestTime))
	return hex.EncodeToString(sum[:])
}

func FormatSeconds(t int64) string { return strconv.FormatInt(t, 10) }

// SignError says why a Sign was refused.
type SignError struct {
	Problem string // what is wrong
	Hint    string // the mistake that would explain it, or ""
}

func (e *SignError) Error() string {
	if e.Hint == "" {
		return e.Problem
	}
	return e.Problem + ": " + e.Hint
}

// CheckSign verifies sign, compared in constant time, and the freshness of requestTime against now, whose fraction of a
// second is cut off as RequestTime's was. It returns nil or a *SignError that names the likely mistake. Without a token
// nothing can be verified, so an empty one is refused.
func CheckSign(token, sign, requestTime string, now time.Time) error {
	switch {
	case token == "":
		return &SignError{"there is no token to check Sign with", "give the token that the console shows for this URL"}
	case sign == "":
		return &SignError{"Sign is missing", "is authentication switched on in the console for this URL?"}
	case requestTime == "":
		return &SignError{"RequestTime is missing", "Sign and RequestTime come together"}
	}
	digits, err := strconv.ParseUint(requestTime, 10, 63)
	seconds, decimal := int64(digits), err == nil
	if !equal(sign, Sign(token, requestTime)) {
		hint := "RequestTime is not Unix time in seconds, decimal"
		if decimal {
			hint = explainSign(token, sign, requestTime, seconds)
		}
		return &SignError{"Sign does not match", hint}
	}
	if !decimal {
		return &SignError{"RequestTime is not a number", "it is Unix time in seconds, decimal"}
	}
	// Compared in seconds: a Duration overflows for times far off, and an overflow would look fresh.
	window, at := int64(SignWindow/time.Second), now.Unix()
	if seconds < at-window || seconds > at+window {
		hint := "the clocks differ, or the request was replayed"
		if ms := now.UnixMilli(); seconds > ms/2 && seconds/2 < ms {
			hint = "it is in milliseconds; RequestTime is in seconds"
		}
		return &SignError{fmt.Sprintf("RequestTime is more than %d s away from the receiver's clock", window), hint}
	}
	return nil
}
