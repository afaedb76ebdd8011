package spec

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/scenarios"
)

// The variables of chatcb's own, which ${name} can stand for besides those of the matrix and of the environment.
const (
	varAppID       = "app_id"          // SdkAppid of the app
	varOtherAppID  = "other_app_id"    // the next number
	varSign        = "sign"            // a right Sign, or nothing without a token
	varRequestTime = "request_time"    // that Sign was made for
	varNow         = "now"             // in milliseconds
	varAccount     = "account"         // an account that no other case asks about
	varHost        = "host"            // of the target
	varPath        = "path"            // of the target
	varQuery       = "query"           // of a request as it should be, with its Sign
	varExponent    = "app_id_exponent" // SdkAppid as 1.4e9
	varWide        = "app_id_wide"     // SdkAppid in full-width digits
	varAbsent      = "absent"          // in place of a parameter, a header or a patch's value: it is to go
)

// absent stands for a value that is not there. No value in a file can be the same: YAML has no such character.
const absent = "\x00absent"

func ownVariables() []string {
	return []string{varAppID, varOtherAppID, varSign, varRequestTime, varNow, varAccount, varHost, varPath, varQuery, varExponent, varWide, varAbsent}
}

type lookup = func(name string) (value, hint string, ok bool)

// static looks up what is known before the run, and has stand-ins for the rest.
func (l *Loader) static(values map[string]string) lookup {
	return l.with(values, func(name string) string {
		return map[string]string{
			varAppID: "1400000000", varOtherAppID: "1400000001", varRequestTime: "1631777344", varNow: "1631777344870",
			varAccount: "account", varHost: "localhost", varPath: "/", varAbsent: absent,
		}[name]
	})
}

// with looks up variables: the matrix first, then chatcb's own, then the environment.
func (l *Loader) with(values map[string]string, own func(name string) string) lookup {
	return func(name string) (string, string, bool) {
		if v, ok := values[name]; ok {
			outer := l.with(nil, own) // a value can have variables, but none of the matrix
			text, err := yamlfile.ExpandText(v, outer)
			if err != nil {
				return "", ": " + err.Error(), false
			}
			return text, "", true
		}
		if slices.Contains(ownVariables(), name) {
			return own(name), "", true
		}
		if l.Env != nil {
			if v, ok := l.Env(name); ok {
				return v, "", true
			}
		}
		names := ownVariables()
		for known := range values {
			names = append(names, known)
		}
		return "", nearest.Hint(name, names) + ": it is neither in the matrix, nor one of chatcb's own, nor in the environment", false
	}
}

// variables looks up what belongs to this case.
func variable(t *scenarios.CaseRun, name string) string {
	s, now := t.Suite, time.Now()
	sample := s.Sample().Query
	if s.Token != "" {
		sample = sample.Signed(s.Token, now.Unix())
	}
	switch name {
	case varAppID:
		return s.AppID
	case varOtherAppID:
		return Next(s.AppID)
	case varSign:
		sign, _ := sample.Get(callback.ParamSign)
		return sign
	case varRequestTime:
		return strconv.FormatInt(now.Unix(), 10)
	case varNow:
		return strconv.FormatInt(now.UnixMilli(), 10)
	case varAccount:
		return t.OwnAccounts(1)[0]
	case varHost:
		return s.Target.Host
	case varPath:
		return s.Target.Path
	case varExponent:
		return exponent(s.AppID)
	case varWide:
		return wide(s.AppID)
	case varAbsent:
		return absent
	}
	return string(sample.Merge(s.Target.Query, callback.Documented).Append(nil))
}

// Next is the number after an SdkAppid, or another text where it is no number.
func Next(appID string) string {
	n, err := strconv.ParseUint(appID, 10, 64)
	if err != nil {
		return appID + "1"
	}
	return strconv.FormatUint(n+1, 10)
}

// exponent spells a number with a fraction and an exponent: 1400000000 as 1.4e9.
func exponent(digits string) string {
	short := strings.TrimRight(digits, "0")
	if len(digits) < 2 || short == "" {
		return digits + "e0"
	}
	if len(short) > 1 {
		short = short[:1] + "." + short[1:]
	}
	return short + "e" + strconv.Itoa(len(digits)-1)
}

// wide spells digits as the full-width forms that Unicode has for East Asian text.
func wide(digits string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '\uff10'
		}
		return r
	}, digits)
}
