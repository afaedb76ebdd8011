package spec

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/scenarios"
)

// signSpec says how Sign is made where it is not made as Chat does.
type signSpec struct {
	Time   *string `yaml:"time" doc:"RequestTime, which is signed; by default the present, ${request_time-61s} is a minute and a second ago"`
	Recipe string  `yaml:"recipe" enum:"reversed,md5,hmac,empty-token,sample-token" doc:"another way to sign than SHA-256 of token and RequestTime"`
	Keep   int     `yaml:"keep" min:"1" max:"63" doc:"so many of its 64 letters"`
	Change string  `yaml:"change" enum:"last-digit,upper-case,later" doc:"what is changed after signing; later is RequestTime by a second"`
}

// signer makes the parameters of authentication.
func (s *signSpec) signer() scenarios.Signer {
	return func(q callback.Query, token string, now time.Time) callback.Query {
		at := strconv.FormatInt(now.Unix(), 10)
		if s.Time != nil {
			at = *s.Time
		}
		sign := s.sign(token, at)
		if s.Keep > 0 {
			sign = sign[:s.Keep]
		}
		switch s.Change {
		case "last-digit":
			last := map[bool]string{true: "1", false: "0"}[strings.HasSuffix(sign, "0")]
			sign = sign[:len(sign)-1] + last
		case "upper-case":
			sign = strings.ToUpper(sign)
		case "later":
			n, _ := strconv.ParseInt(at, 10, 64)
			at = strconv.FormatInt(n+1, 10)
		}
		return q.Set(callback.ParamSign, sign).Set(callback.ParamRequestTime, at)
	}
}

func (s *signSpec) sign(token, at string) string {
	switch s.Recipe {
	case "reversed":
		return callback.Sign(at, token)
	case "md5":
		sum := md5.Sum([]byte(token + at))
		return hex.EncodeToString(sum[:])
	case "hmac":
		h := hmac.New(sha256.New, []byte(token))
		h.Write([]byte(at))
		return hex.EncodeToString(h.Sum(nil))
	case "empty-token":
		return callback.Sign("", at)
	case "sample-token": // of the documentation
		return callback.Sign("xxxyyy", at)
	}
	return callback.Sign(token, at)
}
