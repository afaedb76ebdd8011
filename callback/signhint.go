package callback

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// explainSign finds the mistake with which sign would have come out, by making it. Hints may be shown to anyone who sent
// the request, so none helps to guess the right Sign: what is compared with that is compared in constant time, and only
// as a whole or half. The other recipes' results open no door.
func explainSign(token, sign, requestTime string, seconds int64) string {
	const half = sha256.Size
	low, right := strings.ToLower(sign), Sign(token, requestTime)
	switch {
	case equal(low, right):
		return "it is in upper case; the digest is lower-case hex"
	case equal(strings.TrimSpace(low), right):
		return "there is white space around it"
	case len(low) >= half && len(low) < len(right) && equal(low, right[:len(low)]):
		return "it is cut short; the digest has 64 characters"
	}
	for _, m := range tokenMistakes(token) {
		for _, wrong := range m.with {
			if wrong != token && low == Sign(wrong, requestTime) {
				return m.hint
			}
		}
	}
	for _, m := range recipeMistakes(token, requestTime, seconds) {
		if slices.Contains(m.with, low) || slices.Contains(m.with, sign) {
			return m.hint
		}
	}
	return "another token, or another RequestTime"
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// signMistake is a wrong recipe for Sign that people follow, and what is signed with, or what comes out.
type signMistake struct {
	hint string
	with []string
}

// tokenMistakes are those where the right recipe was fed a wrong token.
func tokenMistakes(token string) []signMistake {
	md := md5.Sum([]byte(token))
	between := []string{"+", "&", ":", ",", "_", "-", "|"}
	for i := range between {
		between[i] = token + between[i]
	}
	return []signMistake{
		{"it was made with the sample token of the documentation (xxxxyyyy; old pages misprint it as xxxyyy)", []string{"xxxyyy", "xxxxyyyy"}},
		{"it was made with an empty token", []string{""}},
		{"white space around the token: the receiver keeps it, the signing side trims it", []string{strings.TrimSpace(token)}},
		{"a line break after the token on the signing side", []string{token + "\n", token + "\r\n"}},
		{"a blank around the token on the signing side", []string{token + " ", " " + token}},
		{"quotes around the token on the signing side", []string{`"` + token + `"`, "'" + token + "'"}},
		{"quotes around the token on the receiver's side", []string{strings.Trim(token, `"`), strings.Trim(token, "'")}},
		{"the case of the token differs", []string{strings.ToLower(token), strings.ToUpper(token)}},
		{"the token was hashed with MD5 before it was used", []string{hex.EncodeToString(md[:])}},
		{"there is something between token and RequestTime; they are joined without a separator", between},
	}
}

// recipeMistakes are those where the right token was used wrongly.
func recipeMistakes(token, requestTime string, seconds int64) []signMistake {
	both := []byte(token + requestTime)
	mac := func(key, text string) string {
		h := hmac.New(sha256.New, []byte(key))
		h.Write([]byte(text))
		return hex.EncodeToString(h.Sum(nil))
	}
	sum, md, sha := sha256.Sum256(both), md5.Sum(both), sha1.Sum(both)
	return []signMistake{
		{"token and RequestTime are in reversed order; the token comes first", []string{Sign(requestTime, token)}},
		{
			"it is an HMAC; the scheme is a plain SHA-256 over token and RequestTime",
			[]string{mac(token, requestTime), mac(requestTime, token)},
		},
		{
			"it was signed over RequestTime in milliseconds; RequestTime is in seconds",
			[]string{Sign(token, FormatSeconds(seconds)+"000")},
		},
		{"RequestTime is in milliseconds, but was signed in seconds", []string{Sign(token, FormatSeconds(seconds/1000))}},
		{
			"it is not hex but base64; the digest is lower-case hex",
			[]string{base64.StdEncoding.EncodeToString(sum[:]), base64.URLEncoding.EncodeToString(sum[:])},
		},
		{"it is an MD5 or SHA-1 digest; the scheme is SHA-256", []string{hex.EncodeToString(md[:]), hex.EncodeToString(sha[:])}},
	}
}
