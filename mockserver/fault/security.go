package fault

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

// securityFaults believes requests that it should not, or chokes on them.
var securityFaults = []*Fault{
	{
		ID: "no-app-id-check", Group: "SEC", Fires: []string{"SEC-001", "SEC-002", "SEC-003", "SEC-004", "SEC-005", "SEC-006", "SEC-015"},
		Title: "does not look at SdkAppid", checks: without("app-id"),
	},
	{
		ID: "app-id-if-present", Group: "SEC", Fires: []string{"SEC-002"}, Title: "believes a request without SdkAppid",
		checks: instead("app-id", func(x *Handling) string {
			if _, ok := x.Query().Get(callback.ParamSdkAppid); !ok {
				return ""
			}
			return checkAppID(x)
		}),
	},
	{
		ID: "app-id-prefix", Group: "SEC", Fires: []string{"SEC-004"}, Title: "compares only the beginning of SdkAppid",
		checks: instead("app-id", accepting(func(x *Handling) bool {
			return strings.HasPrefix(x.parameter(callback.ParamSdkAppid), x.AppID)
		})),
	},
	{
		ID: "app-id-as-number", Group: "SEC", Fires: []string{"SEC-004"}, Title: "compares SdkAppid as a number, blanks and zeros aside",
		checks: instead("app-id", accepting(func(x *Handling) bool {
			got, err := strconv.ParseFloat(strings.TrimSpace(x.parameter(callback.ParamSdkAppid)), 64)
			want, _ := strconv.ParseFloat(x.AppID, 64)
			return err == nil && got == want
		})),
	},
	{
		ID: "app-id-last", Group: "SEC", Fires: []string{"SEC-005"}, Title: "takes the last SdkAppid of several",
		checks: instead("app-id", accepting(func(x *Handling) bool { return x.lastParameter(callback.ParamSdkAppid) == x.AppID })),
	},
	{
		ID: "app-id-anywhere", Group: "SEC", Fires: []string{"SEC-006"}, Title: "takes SdkAppid from the body or a header as well",
		checks: instead("app-id", accepting(func(x *Handling) bool {
			return checkAppID(x) == "" || strings.Contains(x.Head+x.Body, x.AppID)
		})),
	},
	{
		ID: "app-id-or-admin", Group: "SEC", Fires: []string{"SEC-015"}, Title: "lets an admin's request through whatever its SdkAppid",
		checks: instead("app-id", accepting(func(x *Handling) bool { return x.Request().Numbers[callback.Force] == 1 || checkAppID(x) == "" })),
	},
	{
		ID: "app-id-chokes", Group: "SEC", Fires: []string{"SEC-003"}, Title: "answers 500 to an SdkAppid that is no number",
		answer: choking(func(x *Handling) bool {
			_, err := strconv.Atoi(x.parameter(callback.ParamSdkAppid))
			return err != nil
		}),
	},
	{ID: "no-command-check", Group: "SEC", Fires: []string{"SEC-008", "SEC-009"}, Title: "takes any webhook for this one", checks: without("command", "body-command")},
	{ID: "body-command-only", Group: "SEC", Fires: []string{"SEC-008"}, Title: "looks at CallbackCommand in the body only", checks: without("command")},
	{ID: "url-command-only", Group: "SEC", Fires: []string{"SEC-009"}, Title: "looks at CallbackCommand in the URL only", checks: without("body-command")},
	{
		ID: "contenttype-chokes", Group: "SEC", Fires: []string{"SEC-011"}, Title: "answers 500 where contenttype is not json",
		answer: choking(func(x *Handling) bool { return x.parameter(callback.ParamContentType) != "json" }),
	},
	{
		ID: "any-method", Group: "SEC", Fires: []string{"SEC-012", "SEC-013"}, Title: "approves whatever the method, and without a body too",
		checks: without("method"),
		answer: func(x *Handling, _ *hit) {
			if x.HTTP.Method != http.MethodPost && len(x.Request().Items) == 0 {
				x.Answer.Status, x.Answer.Body = http.StatusOK, callback.SampleResponse
			}
		},
	},
	{
		ID: "content-type-chokes", Group: "SEC", Fires: []string{"SEC-014"}, Title: "answers 500 to a Content-Type other than JSON's",
		answer: choking(func(x *Handling) bool {
			return !strings.HasPrefix(x.HTTP.Header.Get("Content-Type"), "application/json")
		}),
	},
	{
		ID: "slow-on-quotes", Group: "SEC", Fires: []string{"SEC-034"}, Title: "is slow where a text has a quote, as an injected query is",
		answer: func(x *Handling, _ *hit) {
			if x.anyText(func(s string) bool { return strings.Contains(s, "'") }) && x.Pause(300*time.Millisecond) {
				x.Answer = Answer{End: EndClosed, Left: true}
			}
		},
	},
	{
		ID: "quotes-choke", Group: "SEC", Fires: []string{"SEC-034"}, Title: "answers 500 where a text has a quote",
		answer: choking(func(x *Handling) bool { return x.anyText(func(s string) bool { return strings.Contains(s, "'") }) }),
	},
	{
		ID: "reflects", Group: "SEC", Fires: []string{"SEC-034"}, Title: "shows a text with markup on an HTML page",
		answer: func(x *Handling, _ *hit) {
			for _, text := range x.texts() {
				if strings.Contains(text, "<") {
					page(x, http.StatusOK)
					x.Answer.Body = "<html><body>bad input: " + text + "</body></html>"
				}
			}
		},
	},
}

// signFaults checks Sign wrongly.
var signFaults = []*Fault{
	{
		ID: "no-sign-check", Group: "SEC", Title: "does not look at Sign", checks: without("sign"),
		Fires: []string{"SEC-021", "SEC-022", "SEC-023", "SEC-024", "SEC-025", "SEC-026", "SEC-027", "SEC-028", "SEC-029", "SEC-033"},
	},
	{
		ID: "sign-if-present", Group: "SEC", Fires: []string{"SEC-021", "SEC-023"}, Title: "checks Sign only where there is one",
		checks: signing(func(x *Handling, sign, seconds string) bool { return sign == "" || rightSign(x, sign, seconds) }),
	},
	{
		ID: "sign-prefix", Group: "SEC", Fires: []string{"SEC-023", "SEC-024"}, Title: "compares only as much of Sign as came",
		checks: signing(func(x *Handling, sign, seconds string) bool {
			return strings.HasPrefix(callback.Sign(x.Token, seconds), sign) && fresh(x, seconds, true, true)
		}),
	},
	{
		ID: "sign-length", Group: "SEC", Fires: []string{"SEC-022", "SEC-025", "SEC-026"}, Title: "looks only whether Sign has 64 characters",
		checks: signing(func(x *Handling, sign, seconds string) bool { return len(sign) == 64 && fresh(x, seconds, true, true) }),
	},
	{
		ID: "sign-any-recipe", Group: "SEC", Fires: []string{"SEC-025"}, Title: "takes other digests of token and time as well",
		checks: signing(func(x *Handling, sign, seconds string) bool {
			token := x.Token
			mac := hmac.New(sha256.New, []byte(token))
			mac.Write([]byte(seconds)) // a hash takes everything
			sum := md5.Sum([]byte(token + seconds))
			switch sign {
			case callback.Sign(seconds, token), callback.Sign("", seconds), callback.Sign("xxxyyy", seconds), hex.EncodeToString(mac.Sum(nil)), hex.EncodeToString(sum[:]):
				return fresh(x, seconds, true, true)
			}
			return rightSign(x, sign, seconds)
		}),
	},
	{
		ID: "sign-reversed", Group: "SEC", Fires: []string{"SEC-020"}, Title: "expects time and token in the wrong order",
		checks: signing(func(x *Handling, sign, seconds string) bool { return sign == callback.Sign(seconds, x.Token) }),
	},
	{
		ID: "sign-near-time", Group: "SEC", Fires: []string{"SEC-026"}, Title: "takes a Sign that was made for a second before or after RequestTime",
		checks: signing(func(x *Handling, sign, seconds string) bool {
			n, _ := strconv.ParseInt(seconds, 10, 64)
			for d := int64(-1); d <= 1; d++ {
				if sign == callback.Sign(x.Token, strconv.FormatInt(n+d, 10)) {
					return fresh(x, seconds, true, true)
				}
			}
			return false
		}),
	},
	{
		ID: "no-freshness", Group: "SEC", Fires: []string{"SEC-027", "SEC-028", "SEC-029"}, Title: "takes a right Sign of any time, numbers or not",
		checks: signing(func(x *Handling, sign, seconds string) bool { return sign == callback.Sign(x.Token, seconds) }),
	},
	{
		ID: "window-for-future-only", Group: "SEC", Fires: []string{"SEC-027"}, Title: "refuses what is from the future, and takes what is stale",
		checks: signing(func(x *Handling, sign, seconds string) bool {
			return sign == callback.Sign(x.Token, seconds) && fresh(x, seconds, false, true)
		}),
	},
	{
		ID: "window-for-past-only", Group: "SEC", Fires: []string{"SEC-028"}, Title: "refuses what is stale, and takes what is from the future",
		checks: signing(func(x *Handling, sign, seconds string) bool {
			return sign == callback.Sign(x.Token, seconds) && fresh(x, seconds, true, false)
		}),
	},
	{
		ID: "narrow-window", Group: "SEC", Fires: []string{"SEC-027"}, Title: "refuses what is 30 s old, which is still fresh",
		checks: signing(func(x *Handling, sign, seconds string) bool {
			n, err := strconv.ParseInt(seconds, 10, 64)
			return err == nil && n > x.Start.Unix()-30 && rightSign(x, sign, seconds)
		}),
	},
	{
		ID: "milliseconds-too", Group: "SEC", Fires: []string{"SEC-029"}, Title: "takes RequestTime in milliseconds as well",
		checks: signing(func(x *Handling, sign, seconds string) bool {
			if n, err := strconv.ParseInt(seconds, 10, 64); err == nil && n > 1e12 {
				return sign == callback.Sign(x.Token, seconds) && fresh(x, strconv.FormatInt(n/1000, 10), true, true)
			}
			return rightSign(x, sign, seconds)
		}),
	},
	{
		ID: "request-time-chokes", Group: "SEC", Fires: []string{"SEC-029"}, Title: "answers 500 where RequestTime is no number",
		answer: choking(func(x *Handling) bool {
			_, err := strconv.ParseInt(x.parameter(callback.ParamRequestTime), 10, 64)
			return err != nil && x.parameter(callback.ParamSign) != ""
		}),
	},
	{
		ID: "sign-last", Group: "SEC", Fires: []string{"SEC-033"}, Title: "takes the last Sign of several",
		checks: instead("sign", accepting(func(x *Handling) bool {
			return rightSign(x, x.lastParameter(callback.ParamSign), x.parameter(callback.ParamRequestTime))
		})),
	},
	{
		ID: "sign-array-chokes", Group: "SEC", Fires: []string{"SEC-033"}, Title: "answers 500 to Sign[]",
		answer: choking(func(x *Handling) bool { _, ok := x.Query().Get("Sign[]"); return ok }),
	},
}

// signing is a receiver that believes a request where ok holds for Sign and RequestTime, the first of each.
func signing(ok func(x *Handling, sign, seconds string) bool) map[string]func(*Handling) string {
	return instead("sign", accepting(func(x *Handling) bool {
		return ok(x, x.parameter(callback.ParamSign), x.parameter(callback.ParamRequestTime))
	}))
}

func rightSign(x *Handling, sign, seconds string) bool {
	return callback.CheckSign(x.Token, sign, seconds, x.Start) == nil
}

// fresh looks at one end of the window, or both.
func fresh(x *Handling, seconds string, past, future bool) bool {
	n, err := strconv.ParseUint(seconds, 10, 62)
	now, window := x.Start.Unix(), int64(callback.SignWindow/time.Second)
	return err == nil && (!past || int64(n) >= now-window) && (!future || int64(n) <= now+window)
}
