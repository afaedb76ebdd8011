package request

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/conformance/rule"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/language"
)

var signChecks = []check{
	rule.On("RQS-001", read.Came, func(c *Checker) {
		if c.Token == "" {
			return
		}
		for _, i := range []int{read.ParamSign, read.ParamTime} {
			if p := &c.Params[i]; p.Value == "" && p.Cased == "" {
				c.Add("", "name", read.ParamNames[i])
				return
			}
		}
	}),
	rule.On("RQS-002", read.Came, func(c *Checker) {
		sign, seconds := c.Params[read.ParamSign].Value, c.Params[read.ParamTime].Value
		if c.Token == "" || sign == "" || seconds == "" || signed(c.Token, sign, seconds) {
			return
		}
		if e, ok := errors.AsType[*callback.SignError](callback.CheckSign(c.Token, sign, seconds, c.Now)); ok {
			c.Add("hint", "sign", sign, "hint", language.Phrase(e.Hint))
		} else {
			c.Add("other", "sign", sign)
		}
	}),
	rule.On("RQS-003", read.Came, func(c *Checker) {
		value := c.Params[read.ParamTime].Value
		if c.Token == "" || c.Now.IsZero() || value == "" {
			return
		}
		parsed, err := strconv.ParseUint(value, 10, 63)
		if err != nil {
			c.Add("none", "time", value)
			return
		}
		const window = int64(callback.SignWindow / time.Second)
		if seconds, now := int64(parsed), c.Now.Unix(); seconds < now-window || seconds > now+window {
			c.Add("far", "time", value)
		}
	}),
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
