package request

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
)

const signSentence = "Sign=sha256(Token RequestTime)"

var signRules = []*element{
	{Rule: rule.Rule{
		ID: "RQS-001", Title: "Sign and RequestTime are there", Severity: rule.MustLinked, Level: rule.Fail, Source: rule.Overview,
		Sentence: signSentence,
		Why:      "With a token configured Chat signs every request; anybody can send one without.", Fix: forged,
		English: []rule.Wording{
			{Message: "the URL lacks {name} although a token is configured", Expected: "{name}", Received: "none"},
		},
		Refusable: true,
	}, check: func(c *Checker) {
		if c.Token == "" {
			return
		}
		for _, i := range []int{read.ParamSign, read.ParamTime} {
			if p := &c.Params[i]; p.Value == "" && p.Cased == "" {
				c.add("", -1, "name", read.ParamNames[i])
				return
			}
		}
	}},
	{Rule: rule.Rule{
		ID: "RQS-002", Title: "Sign is right", Severity: rule.MustLinked, Level: rule.Fail, Source: rule.Overview, Sentence: signSentence,
		Why: "Another digest means another token, another time, or somebody who has neither.",
		Fix: "Compare lower-case hex of SHA-256 over the token directly followed by RequestTime. If the token is right, the request is forged: refuse it.",
		English: []rule.Wording{
			{Kind: "other", Message: "Sign does not match", Expected: "the digest of token and RequestTime", Received: "{sign}"},
			{Kind: "hint", Message: "Sign does not match: {hint}", Expected: "the digest of token and RequestTime", Received: "{sign}"},
		},
		Refusable: true,
	}, check: func(c *Checker) {
		sign, seconds := c.Params[read.ParamSign].Value, c.Params[read.ParamTime].Value
		if c.Token == "" || sign == "" || seconds == "" || signed(c.Token, sign, seconds) {
			return
		}
		if e, ok := errors.AsType[*callback.SignError](callback.CheckSign(c.Token, sign, seconds, c.Now)); ok {
			c.add("hint", -1, "sign", sign, "hint", language.Phrase(e.Hint))
		} else {
			c.add("other", -1, "sign", sign)
		}
	}},
	{Rule: rule.Rule{
		ID: "RQS-003", Title: "RequestTime is fresh", Severity: rule.Should, Level: rule.Fail, Source: rule.ConfigPage,
		Sentence: "more than 1 minute off = invalid request (replay protection)",
		Why:      "A captured request with its Sign works for ever where nobody looks at the time.",
		Fix:      "See that the receiver's clock is right. If it is, the request is an old one sent again: refuse it.",
		English: []rule.Wording{
			{
				Kind: "far", Message: "RequestTime is more than a minute away from the receiver's clock",
				Expected: "Unix time in seconds within 60 s of now", Received: "{time}",
			},
			{Kind: "none", Message: "RequestTime is no number of seconds", Expected: "Unix time in seconds within 60 s of now", Received: "{time}"},
		},
		Refusable: true,
	}, check: func(c *Checker) {
		value := c.Params[read.ParamTime].Value
		if c.Token == "" || c.Now.IsZero() || value == "" {
			return
		}
		parsed, err := strconv.ParseUint(value, 10, 63)
		if err != nil {
			c.add("none", -1, "time", value)
			return
		}
		const window = int64(callback.SignWindow / time.Second)
		if seconds, now := int64(parsed), c.Now.Unix(); seconds < now-window || seconds > now+window {
			c.add("far", -1, "time", value)
		}
	}},
}

// signedBytes has room for a token of the greatest length, 128 characters, and a time; longer ones take memory.
const signedBytes = 192

// signed compares a Sign in constant time, and without the allocations of callback.CheckSign.
func signed(token, sign, seconds string) bool {
	var text [signedBytes]byte
	var digest [2 * sha256.Size]byte
	sum := sha256.Sum256(append(append(text[:0], token...), seconds...))
	hex.Encode(digest[:], sum[:])
	return len(sign) == len(digest) && subtle.ConstantTimeCompare(append(text[:0], sign...), digest[:]) == 1
}
