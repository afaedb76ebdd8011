package callback

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestSignVectors(t *testing.T) {
	for _, tt := range []struct{ token, at, want string }{
		{"xxxxyyyy", "1669872112", "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061"},
		{
			"e10adc3949ba59abbe56e057f20f883e", "1676091353",
			"a5d271b35bd72858cdf1ad0b9dfbf037d19146062c0ecb712a0a3235489d6021",
		},
	} {
		if got := Sign(tt.token, tt.at); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.token, got, tt.want)
		}
		seconds, _ := strconv.ParseInt(tt.at, 10, 64)
		if err := CheckSign(tt.token, tt.want, tt.at, time.Unix(seconds, 0)); err != nil {
			t.Errorf("%s: got %v, want it accepted", tt.token, err)
		}
	}
}

func TestSignWindow(t *testing.T) {
	const at = 1669872112
	for _, tt := range []struct {
		now  time.Time
		want bool
	}{
		{time.Unix(at, 0), true},
		{time.Unix(at+60, 0), true},
		{time.Unix(at+60, 999_999_999), true},
		{time.Unix(at+61, 0), false},
		{time.Unix(at-60, 0), true},
		{time.Unix(at-60, -1), false},
		{time.Unix(at-61, 0), false},
		{time.Unix(0, 0), false},
		{time.Unix(1<<40, 0), false},
	} {
		err := CheckSign("t", Sign("t", strconv.Itoa(at)), strconv.Itoa(at), tt.now)
		if (err == nil) != tt.want {
			t.Errorf("%v: got %v, want accepted %v", tt.now.UTC(), err, tt.want)
		}
	}
}

// Each mistake is made here anew and must be named.
func TestSignHints(t *testing.T) {
	const token, seconds = `to"Ken`, 1669872112
	now, at := time.Unix(seconds, 0), strconv.Itoa(seconds)
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte(at))
	md, sha, sum := md5.Sum([]byte(token+at)), sha1.Sum([]byte(token+at)), sha256.Sum256([]byte(token+at))
	hashed := md5.Sum([]byte(token))
	for _, tt := range []struct{ name, token, sign, at, want string }{
		{"no token", "", Sign("", at), at, "no token"},
		{"no sign", token, "", at, "Sign is missing"},
		{"no time", token, Sign(token, ""), "", "RequestTime is missing"},
		{"upper case", token, strings.ToUpper(Sign(token, at)), at, "upper case"},
		{"white space", token, Sign(token, at) + "\n", at, "white space around it"},
		{"cut", token, Sign(token, at)[:32], at, "cut short"},
		{"reversed", token, Sign(at, token), at, "reversed order"},
		{"hmac", token, hex.EncodeToString(mac.Sum(nil)), at, "HMAC"},
		{"misprinted sample token", token, Sign("xxxyyy", at), at, "sample token"},
		{"sample token", token, Sign("xxxxyyyy", at), at, "sample token"},
		{"empty token", token, Sign("", at), at, "empty token"},
		{"trimmed there", " " + token + "\n", Sign(token, at), at, "the signing side trims it"},
		{"line break there", token, Sign(token+"\n", at), at, "line break after the token"},
		{"line end there", token, Sign(token+"\r\n", at), at, "line break after the token"},
		{"blank there", token, Sign(token+" ", at), at, "a blank around the token"},
		{"quotes there", token, Sign(`"`+token+`"`, at), at, "quotes around the token on the signing side"},
		{"quotes here", "'" + token + "'", Sign(token, at), at, "quotes around the token on the receiver's side"},
		{"case of the token", token, Sign(strings.ToLower(token), at), at, "case of the token"},
		{"hashed token", token, Sign(hex.EncodeToString(hashed[:]), at), at, "hashed with MD5"},
		{"milliseconds signed", token, Sign(token, at+"000"), at, "over RequestTime in milliseconds"},
		{"milliseconds sent", token, Sign(token, at), at + "123", "RequestTime is in milliseconds, but was signed"},
		{"milliseconds both", token, Sign(token, at+"123"), at + "123", "it is in milliseconds"},
		{"separator", token, Sign(token+"+", at), at, "something between"},
		{"base64", token, base64.StdEncoding.EncodeToString(sum[:]), at, "base64"},
		{"md5", token, hex.EncodeToString(md[:]), at, "MD5 or SHA-1"},
		{"sha1", token, hex.EncodeToString(sha[:]), at, "MD5 or SHA-1"},
		{"another token", token, Sign("other", at), at, "another token"},
		{"a guess at the start", token, Sign(token, at)[:31], at, "another token"},
		{"not a number, wrong", token, "x", "abc", "not Unix time in seconds"},
		{"not a number, right", token, Sign(token, "abc"), "abc", "RequestTime is not a number"},
		{"with a sign", token, Sign(token, "+"+at), "+" + at, "RequestTime is not a number"},
		{"before 1970", token, Sign(token, "-1"), "-1", "RequestTime is not a number"},
		{"out of 64 bits", token, Sign(token, "9223372036854775808"), "9223372036854775808", "RequestTime is not a number"},
		{"far off", token, Sign(token, "9223372036854775807"), "9223372036854775807", "more than 60 s away"},
		{"replayed", token, Sign(token, strconv.Itoa(seconds-61)), strconv.Itoa(seconds - 61), "the clocks differ"},
	} {
		err := CheckSign(tt.token, tt.sign, tt.at, now)
		var refused *SignError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		} else if tt.token != "" && strings.Contains(err.Error(), tt.token) {
			t.Errorf("%s: the message shows the token: %v", tt.name, err)
		}
	}
}

func FuzzCheckSign(f *testing.F) {
	f.Add("xxxxyyyy", "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061", "1669872112", int64(1669872112))
	f.Fuzz(func(t *testing.T, token, sign, at string, now int64) {
		err := CheckSign(token, sign, at, time.Unix(now, 0))
		if err == nil && (token == "" || sign != Sign(token, at)) {
			t.Fatalf("accepted %q for %q at %q", sign, token, at)
		}
	})
}

func BenchmarkCheckSign(b *testing.B) {
	now := time.Unix(1669872112, 0)
	sign := Sign("xxxxyyyy", "1669872112")
	b.ReportAllocs()
	for b.Loop() {
		if err := CheckSign("xxxxyyyy", sign, "1669872112", now); err != nil {
			b.Fatal(err)
		}
	}
}
