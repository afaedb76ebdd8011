package mockserver

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// securityZoo believes requests that it should not, or chokes on them.
var securityZoo = []*Fault{
	{
		ID: "no-app-id-check", Group: "SEC", Fires: []string{"SEC-001", "SEC-002", "SEC-003", "SEC-004", "SEC-005", "SEC-006", "SEC-015"},
		Title: "does not look at SdkAppid", checks: without("app-id"),
	},
	{
		ID: "app-id-if-present", Group: "SEC", Fires: []string{"SEC-002"}, Title: "believes a request without SdkAppid",
		checks: instead("app-id", func(t *turn) string {
			if _, ok := t.event.Query().Get(callback.ParamSdkAppid); !ok {
				return ""
			}
			return checkAppID(t)
		}),
	},
	{
		ID: "app-id-prefix", Group: "SEC", Fires: []string{"SEC-004"}, Title: "compares only the beginning of SdkAppid",
		checks: instead("app-id", accepting(func(t *turn) bool {
			return strings.HasPrefix(t.parameter(callback.ParamSdkAppid), t.s.config.AppID)
		})),
	},
	{
		ID: "app-id-as-number", Group: "SEC", Fires: []string{"SEC-004"}, Title: "compares SdkAppid as a number, blanks and zeros aside",
		checks: instead("app-id", accepting(func(t *turn) bool {
			got, err := strconv.ParseFloat(strings.TrimSpace(t.parameter(callback.ParamSdkAppid)), 64)
			want, _ := strconv.ParseFloat(t.s.config.AppID, 64)
			return err == nil && got == want
		})),
	},
	{
		ID: "app-id-last", Group: "SEC", Fires: []string{"SEC-005"}, Title: "takes the last SdkAppid of several",
		checks: instead("app-id", accepting(func(t *turn) bool { return t.lastParameter(callback.ParamSdkAppid) == t.s.config.AppID })),
	},
	{
		ID: "app-id-anywhere", Group: "SEC", Fires: []string{"SEC-006"}, Title: "takes SdkAppid from the body or a header as well",
		checks: instead("app-id", accepting(func(t *turn) bool {
			return checkAppID(t) == "" || strings.Contains(t.event.head+t.event.body, t.s.config.AppID)
		})),
	},
	{
		ID: "app-id-or-admin", Group: "SEC", Fires: []string{"SEC-015"}, Title: "lets an admin's request through whatever its SdkAppid",
		checks: instead("app-id", accepting(func(t *turn) bool { return t.event.Request().ForceAddFlags == 1 || checkAppID(t) == "" })),
	},
	{
		ID: "app-id-chokes", Group: "SEC", Fires: []string{"SEC-003"}, Title: "answers 500 to an SdkAppid that is no number",
		answer: choking(func(t *turn) bool {
			_, err := strconv.Atoi(t.parameter(callback.ParamSdkAppid))
			return err != nil
		}),
	},
	{ID: "no-command-check", Group: "SEC", Fires: []string{"SEC-008", "SEC-009"}, Title: "takes any webhook for this one", checks: without("command", "body-command")},
	{ID: "body-command-only", Group: "SEC", Fires: []string{"SEC-008"}, Title: "looks at CallbackCommand in the body only", checks: without("command")},
	{ID: "url-command-only", Group: "SEC", Fires: []string{"SEC-009"}, Title: "looks at CallbackCommand in the URL only", checks: without("body-command")},
	{
		ID: "contenttype-chokes", Group: "SEC", Fires: []string{"SEC-011"}, Title: "answers 500 where contenttype is not json",
		answer: choking(func(t *turn) bool { return t.parameter(callback.ParamContentType) != "json" }),
	},
	{
		ID: "any-method", Group: "SEC", Fires: []string{"SEC-012", "SEC-013"}, Title: "approves whatever the method, and without a body too",
		checks: without("method"),
		answer: func(t *turn, _ *hit) {
			if t.r.Method != http.MethodPost && len(t.event.Request().FriendItem) == 0 {
				t.event.answer.status, t.event.answer.body = http.StatusOK, callback.SampleResponse
			}
		},
	},
	{
		ID: "content-type-chokes", Group: "SEC", Fires: []string{"SEC-014"}, Title: "answers 500 to a Content-Type other than JSON's",
		answer: choking(func(t *turn) bool { return !strings.HasPrefix(t.r.Header.Get("Content-Type"), "application/json") }),
	},
	{
		ID: "slow-on-quotes", Group: "SEC", Fires: []string{"SEC-034"}, Title: "is slow where a text has a quote, as an injected query is",
		answer: func(t *turn, _ *hit) {
			if t.anyText(func(s string) bool { return strings.Contains(s, "'") }) && t.pause(300*time.Millisecond) {
				t.event.answer = answer{end: endClosed, left: true}
			}
		},
	},
	{
		ID: "quotes-choke", Group: "SEC", Fires: []string{"SEC-034"}, Title: "answers 500 where a text has a quote",
		answer: choking(func(t *turn) bool { return t.anyText(func(s string) bool { return strings.Contains(s, "'") }) }),
	},
	{
		ID: "reflects", Group: "SEC", Fires: []string{"SEC-034"}, Title: "shows a text with markup on an HTML page",
		answer: func(t *turn, _ *hit) {
			for _, text := range t.texts() {
				if strings.Contains(text, "<") {
					page(t, http.StatusOK)
					t.event.answer.body = "<html><body>bad input: " + text + "</body></html>"
				}
			}
		},
	},
}

// signZoo checks Sign wrongly.
var signZoo = []*Fault{
	{
		ID: "no-sign-check", Group: "SEC", Title: "does not look at Sign", checks: without("sign"),
		Fires: []string{"SEC-021", "SEC-022", "SEC-023", "SEC-024", "SEC-025", "SEC-026", "SEC-027", "SEC-028", "SEC-029", "SEC-033"},
	},
	{
		ID: "sign-if-present", Group: "SEC", Fires: []string{"SEC-021", "SEC-023"}, Title: "checks Sign only where there is one",
		checks: signing(func(t *turn, sign, seconds string) bool { return sign == "" || rightSign(t, sign, seconds) }),
	},
	{
		ID: "sign-prefix", Group: "SEC", Fires: []string{"SEC-023", "SEC-024"}, Title: "compares only as much of Sign as came",
		checks: signing(func(t *turn, sign, seconds string) bool {
			return strings.HasPrefix(callback.Sign(t.s.config.Token, seconds), sign) && fresh(t, seconds, true, true)
		}),
	},
	{
		ID: "sign-length", Group: "SEC", Fires: []string{"SEC-022", "SEC-025", "SEC-026"}, Title: "looks only whether Sign has 64 characters",
		checks: signing(func(t *turn, sign, seconds string) bool { return len(sign) == 64 && fresh(t, seconds, true, true) }),
	},
	{
		ID: "sign-any-recipe", Group: "SEC", Fires: []string{"SEC-025"}, Title: "takes other digests of token and time as well",
		checks: signing(func(t *turn, sign, seconds string) bool {
			token := t.s.config.Token
			mac := hmac.New(sha256.New, []byte(token))
			mac.Write([]byte(seconds)) // a hash takes everything
			sum := md5.Sum([]byte(token + seconds))
			switch sign {
			case callback.Sign(seconds, token), callback.Sign("", seconds), callback.Sign("xxxyyy", seconds), hex.EncodeToString(mac.Sum(nil)), hex.EncodeToString(sum[:]):
				return fresh(t, seconds, true, true)
			}
			return rightSign(t, sign, seconds)
		}),
	},
	{
		ID: "sign-reversed", Group: "SEC", Fires: []string{"SEC-020"}, Title: "expects time and token in the wrong order",
		checks: signing(func(t *turn, sign, seconds string) bool { return sign == callback.Sign(seconds, t.s.config.Token) }),
	},
	{
		ID: "sign-near-time", Group: "SEC", Fires: []string{"SEC-026"}, Title: "takes a Sign that was made for a second before or after RequestTime",
		checks: signing(func(t *turn, sign, seconds string) bool {
			n, _ := strconv.ParseInt(seconds, 10, 64)
			for d := int64(-1); d <= 1; d++ {
				if sign == callback.Sign(t.s.config.Token, strconv.FormatInt(n+d, 10)) {
					return fresh(t, seconds, true, true)
				}
			}
			return false
		}),
	},
	{
		ID: "no-freshness", Group: "SEC", Fires: []string{"SEC-027", "SEC-028", "SEC-029"}, Title: "takes a right Sign of any time, numbers or not",
		checks: signing(func(t *turn, sign, seconds string) bool { return sign == callback.Sign(t.s.config.Token, seconds) }),
	},
	{
		ID: "window-for-future-only", Group: "SEC", Fires: []string{"SEC-027"}, Title: "refuses what is from the future, and takes what is stale",
		checks: signing(func(t *turn, sign, seconds string) bool {
			return sign == callback.Sign(t.s.config.Token, seconds) && fresh(t, seconds, false, true)
		}),
	},
	{
		ID: "window-for-past-only", Group: "SEC", Fires: []string{"SEC-028"}, Title: "refuses what is stale, and takes what is from the future",
		checks: signing(func(t *turn, sign, seconds string) bool {
			return sign == callback.Sign(t.s.config.Token, seconds) && fresh(t, seconds, true, false)
		}),
	},
	{
		ID: "narrow-window", Group: "SEC", Fires: []string{"SEC-027"}, Title: "refuses what is 30 s old, which is still fresh",
		checks: signing(func(t *turn, sign, seconds string) bool {
			n, err := strconv.ParseInt(seconds, 10, 64)
			return err == nil && n > t.start.Unix()-30 && rightSign(t, sign, seconds)
		}),
	},
	{
		ID: "milliseconds-too", Group: "SEC", Fires: []string{"SEC-029"}, Title: "takes RequestTime in milliseconds as well",
		checks: signing(func(t *turn, sign, seconds string) bool {
			if n, err := strconv.ParseInt(seconds, 10, 64); err == nil && n > 1e12 {
				return sign == callback.Sign(t.s.config.Token, seconds) && fresh(t, strconv.FormatInt(n/1000, 10), true, true)
			}
			return rightSign(t, sign, seconds)
		}),
	},
	{
		ID: "request-time-chokes", Group: "SEC", Fires: []string{"SEC-029"}, Title: "answers 500 where RequestTime is no number",
		answer: choking(func(t *turn) bool {
			_, err := strconv.ParseInt(t.parameter(callback.ParamRequestTime), 10, 64)
			return err != nil && t.parameter(callback.ParamSign) != ""
		}),
	},
	{
		ID: "sign-last", Group: "SEC", Fires: []string{"SEC-033"}, Title: "takes the last Sign of several",
		checks: instead("sign", accepting(func(t *turn) bool {
			return rightSign(t, t.lastParameter(callback.ParamSign), t.parameter(callback.ParamRequestTime))
		})),
	},
	{
		ID: "sign-array-chokes", Group: "SEC", Fires: []string{"SEC-033"}, Title: "answers 500 to Sign[]",
		answer: choking(func(t *turn) bool { _, ok := t.event.Query().Get("Sign[]"); return ok }),
	},
}

// signing is a receiver that believes a request where ok holds for Sign and RequestTime, the first of each.
func signing(ok func(t *turn, sign, seconds string) bool) map[string]func(*turn) string {
	return instead("sign", accepting(func(t *turn) bool {
		return ok(t, t.parameter(callback.ParamSign), t.parameter(callback.ParamRequestTime))
	}))
}

func rightSign(t *turn, sign, seconds string) bool {
	return callback.CheckSign(t.s.config.Token, sign, seconds, t.start) == nil
}

// fresh looks at one end of the window, or both.
func fresh(t *turn, seconds string, past, future bool) bool {
	n, err := strconv.ParseUint(seconds, 10, 62)
	now, window := t.start.Unix(), int64(callback.SignWindow/time.Second)
	return err == nil && (!past || int64(n) >= now-window) && (!future || int64(n) <= now+window)
}
