package spec

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/scenarios"
)

// The variables of chatcb's own, which ${name} can stand for besides those of the matrix and of --var, vars and env.
const (
	varAppID       = "app_id"          // SdkAppid of the app
	varOtherAppID  = "other_app_id"    // the next number
	varSign        = "sign"            // a right Sign, or nothing without a token
	varRequestTime = "request_time"    // that Sign was made for; ${request_time-61s} is earlier
	varNow         = "now"             // in milliseconds
	varAccount     = "account"         // an account that no other case asks about
	varHost        = "host"            // of the target
	varPath        = "path"            // of the target
	varQuery       = "query"           // of a request as it should be, with its Sign
	varWrapped     = "app_id_wrapped"  // SdkAppid + 2^32, which is the same in 32 bits
	varExponent    = "app_id_exponent" // SdkAppid as 1.4e9
	varWide        = "app_id_wide"     // SdkAppid in full-width digits
	varAbsent      = "absent"          // in place of a parameter, a header or a patch's value: it is to go
)

// A variable of chatcb's own is known only when the case runs. Until then a token stands for it, which no file can have:
// YAML has no such character.
func token(name string) string { return "\x00" + name + "\x00" }

// absent is the token for a value that is not there. It is never replaced.
var absent = token(varAbsent)

func ownVariables() []string {
	return []string{
		varAppID, varOtherAppID, varSign, varRequestTime, varNow, varAccount, varHost, varPath, varQuery, varWrapped,
		varExponent, varWide, varAbsent,
	}
}

// lookup looks up variables: the matrix first, then chatcb's own, then those of --var, vars and env.
func (l *Loader) lookup(values map[string]string) func(name string) (value, hint string, ok bool) {
	return func(name string) (string, string, bool) {
		if v, ok := values[name]; ok {
			text, err := yamlfile.ExpandText(v, l.lookup(nil)) // a value can have variables, but none of the matrix
			if err != nil {
				return "", ": " + err.Error(), false
			}
			return text, "", true
		}
		if _, ok := repeated(name, 0); ok {
			return token(name), "", true
		}
		if base, _ := shifted(name); slices.Contains(ownVariables(), base) {
			return token(name), "", true
		}
		if v, ok := l.Vars[name]; ok {
			return v, "", true
		}
		names := slices.AppendSeq(slices.AppendSeq(ownVariables(), maps.Keys(values)), maps.Keys(l.Vars))
		slices.Sort(names)
		return "", nearest.Hint(name, names) + ": it is neither in the matrix, nor one of chatcb's own; give it with --var " + name + "=VALUE, or list it under vars or env", false
	}
}

// filled is v with the values of chatcb's own variables in place of their tokens; nothing of v is changed.
func filled[T any](v T, own func(name string) string) T {
	fill(reflect.ValueOf(&v).Elem(), own)
	return v
}

func fill(v reflect.Value, own func(name string) string) {
	kind := v.Kind()
	if (kind == reflect.Pointer || kind == reflect.Slice || kind == reflect.Map) && v.IsNil() {
		return // not given, which is not the same as empty
	}
	switch kind {
	case reflect.String:
		v.SetString(fillText(v.String(), own))
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(v.Elem())
		fill(p.Elem(), own)
		v.Set(p)
	case reflect.Slice:
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		for i := range c.Len() {
			fill(c.Index(i), own)
		}
		v.Set(c)
	case reflect.Map:
		c := reflect.MakeMap(v.Type())
		for it := v.MapRange(); it.Next(); {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			key.Set(it.Key())
			value.Set(it.Value())
			fill(key, own)
			fill(value, own)
			c.SetMapIndex(key, value)
		}
		v.Set(c)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				fill(f, own)
			}
		}
	}
}

func fillText(text string, own func(name string) string) string {
	parts := strings.Split(text, "\x00")
	for i := 1; i < len(parts); i += 2 { // every other part is a name
		if parts[i] == varAbsent {
			parts[i] = absent
		} else {
			parts[i] = own(parts[i])
		}
	}
	return strings.Join(parts, "")
}

// example has values for what only a run knows, so that all that is wrong with a file is said before anything is sent.
func example(name string) string {
	if text, ok := repeated(name, 1); ok {
		return text
	}
	name, _ = shifted(name)
	return map[string]string{
		varAppID: "1400000000", varOtherAppID: "1400000001", varRequestTime: "1631777344", varNow: "1631777344870",
		varAccount: "account", varHost: "localhost", varPath: "/",
	}[name]
}

// shifted splits request_time-61s into the variable and the duration.
func shifted(name string) (base string, by time.Duration) {
	i := strings.IndexAny(name, "+-")
	if i < 0 || name[:i] != varRequestTime {
		return name, 0
	}
	by, err := time.ParseDuration(name[i:])
	if err != nil {
		return name, 0
	}
	return name[:i], by
}

// repeated is x so often as x*1000 says, and at most so often.
func repeated(name string, most int) (text string, ok bool) {
	text, times, ok := strings.Cut(name, "*")
	n, err := strconv.Atoi(times)
	return strings.Repeat(text, min(max(n, 0), most)), ok && err == nil
}

// variable looks up what belongs to a case.
func variable(t *scenarios.CaseRun, now time.Time, name string) string {
	if text, ok := repeated(name, 1<<24); ok {
		return text
	}
	s := t.Suite
	name, by := shifted(name)
	sample := s.WithBody(nil).Query
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
		return strconv.FormatInt(now.Add(by).Unix(), 10)
	case varNow:
		return strconv.FormatInt(now.UnixMilli(), 10)
	case varAccount:
		return t.OwnAccounts(1)[0]
	case varHost:
		return s.Target.Host
	case varPath:
		return s.Target.Path
	case varWrapped:
		n, _ := strconv.ParseUint(s.AppID, 10, 63)
		return strconv.FormatUint(n+1<<32, 10)
	case varExponent:
		return exponent(s.AppID)
	case varWide:
		return wide(s.AppID)
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
