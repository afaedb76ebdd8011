package conformance

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
)

const signSentence = "Sign=sha256(Token RequestTime)"

var signRules = []*requestRule{
	{Rule: Rule{
		ID: "RQS-001", Title: "Sign and RequestTime are there", Severity: MustLinked, Level: Fail, Source: Overview, Sentence: signSentence,
		Why: "With a token configured Chat signs every request; anybody can send one without.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "signed", Token: sampleToken, Now: sampleNow, Raw: querying(PageQuery + "&" + sampleSign)},
				{Name: "no token"},
			}
			p.Fail = []Sample{
				{Name: "no Sign", Token: sampleToken},
				{Name: "no RequestTime", Token: sampleToken, Raw: querying(PageQuery + "&Sign=ab")},
				{Name: "empty Sign", Token: sampleToken, Raw: querying(PageQuery + "&Sign=&RequestTime=1669872112")},
			}
		},
	}, check: func(a *requestCheck) {
		if a.token == "" {
			return
		}
		for _, i := range []int{paramSign, paramTime} {
			if p := &a.params[i]; p.value == "" && p.cased == "" {
				a.add(Finding{
					Expected: paramNames[i], Received: "none",
					Message: "the URL lacks " + paramNames[i] + " although a token is configured", Offset: -1,
				})
				return
			}
		}
	}},
	{Rule: Rule{
		ID: "RQS-002", Title: "Sign is right", Severity: MustLinked, Level: Fail, Source: Overview, Sentence: signSentence,
		Why: "Another digest means another token, another time, or somebody who has neither.",
		Fix: "Compare lower-case hex of SHA-256 over the token directly followed by RequestTime. If the token is right, the request is forged: refuse it.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "right and stale has its own rule", Token: sampleToken, Now: sampleNow + 61_000,
				Raw: querying(PageQuery + "&" + sampleSign), Also: []string{"RQS-003"},
			}}
			p.Fail = []Sample{
				{Name: "another token", Token: "xxxxyyyz", Now: sampleNow, Raw: querying(PageQuery + "&" + sampleSign)},
				{
					Name: "the time changed", Token: sampleToken, Now: sampleNow,
					Raw: querying(strings.Replace(PageQuery+"&"+sampleSign, "112", "113", 1)),
				},
				{
					Name: "upper case", Token: sampleToken, Now: sampleNow,
					Raw: querying(PageQuery + "&" + strings.Replace(sampleSign, "bc39", "BC39", 1)),
				},
				{
					Name: "cut short", Token: sampleToken, Now: sampleNow,
					Raw: querying(PageQuery + "&" + strings.Replace(sampleSign, "484061", "48406", 1)),
				},
				{
					Name: "a long token", Token: strings.Repeat("t", 200), Now: sampleNow,
					Raw: querying(PageQuery + "&" + sampleSign),
				},
			}
		},
	}, check: func(a *requestCheck) {
		sign, seconds := a.params[paramSign].value, a.params[paramTime].value
		if a.token == "" || sign == "" || seconds == "" || signed(a.token, sign, seconds) {
			return
		}
		f := Finding{
			Expected: "the digest of token and RequestTime", Received: sign, Message: "Sign does not match",
			Offset: -1,
		}
		if e, ok := errors.AsType[*callback.SignError](callback.CheckSign(a.token, sign, seconds, a.now)); ok {
			f.Message += ": " + e.Hint
		}
		a.add(f)
	}},
	{Rule: Rule{
		ID: "RQS-003", Title: "RequestTime is fresh", Severity: Should, Level: Fail, Source: ConfigPage,
		Sentence: "more than 1 minute off = invalid request (replay protection)",
		Why:      "A captured request with its Sign works for ever where nobody looks at the time.",
		Fix:      "See that the receiver's clock is right. If it is, the request is an old one sent again: refuse it.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{
					Name: "60 s old", Token: sampleToken, Now: sampleNow + 60_999,
					Raw: querying(PageQuery + "&" + sampleSign),
				},
				{
					Name: "60 s ahead", Token: sampleToken, Now: sampleNow - 60_000,
					Raw: querying(PageQuery + "&" + sampleSign),
				},
				{Name: "no clock", Token: sampleToken, Raw: querying(PageQuery + "&" + sampleSign)},
			}
			p.Fail = []Sample{
				{
					Name: "61 s old", Token: sampleToken, Now: sampleNow + 61_000,
					Raw: querying(PageQuery + "&" + sampleSign),
				},
				{
					Name: "61 s ahead", Token: sampleToken, Now: sampleNow - 61_000,
					Raw: querying(PageQuery + "&" + sampleSign),
				},
				{
					Name: "no number", Token: sampleToken, Now: sampleNow,
					Raw: querying(PageQuery + "&Sign=" + callback.Sign(sampleToken, "soon") + "&RequestTime=soon"),
				},
			}
		},
	}, check: func(a *requestCheck) {
		value := a.params[paramTime].value
		if a.token == "" || a.now.IsZero() || value == "" {
			return
		}
		f := Finding{
			Expected: "Unix time in seconds within 60 s of now", Received: value,
			Message: "RequestTime is no number of seconds", Offset: -1,
		}
		parsed, err := strconv.ParseUint(value, 10, 63)
		seconds := int64(parsed)
		const window = int64(callback.SignWindow / time.Second)
		if now := a.now.Unix(); err != nil || seconds < now-window || seconds > now+window {
			if err == nil {
				f.Message = "RequestTime is more than a minute away from the receiver's clock"
			}
			a.add(f)
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
