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

// variable is one of chatcb's own, which ${name} can stand for besides those of the matrix and of --var, vars and env.
type variable struct {
	name    string
	example string // what stands for it until a case runs, so that all that is wrong with a file is said before anything is sent
	is      func(c inCase) string
}

// inCase is a case at a time.
type inCase struct {
	*scenarios.CaseRun
	now time.Time
}

const (
	varRequestTime = "request_time" // ${request_time-61s} is earlier
	varAbsent      = "absent"
)

func variables() []variable {
	return []variable{
		{"app_id", "1400000000", func(c inCase) string { return c.Suite.AppID }}, // SdkAppid of the app
		{"other_app_id", "1400000001", func(c inCase) string { return Next(c.Suite.AppID) }},
		{"app_id_wrapped", "", func(c inCase) string { return wrapped(c.Suite.AppID) }},
		{"app_id_exponent", "", func(c inCase) string { return exponent(c.Suite.AppID) }},
		{"app_id_wide", "", func(c inCase) string { return wide(c.Suite.AppID) }},
		{"sign", "", func(c inCase) string { // a right Sign, or nothing without a token
			sign, _ := c.query().Get(callback.ParamSign)
			return sign
		}},
		{varRequestTime, "1631777344", func(c inCase) string { return callback.FormatSeconds(c.now.Unix()) }},
		{"now", "1631777344870", func(c inCase) string { return strconv.FormatInt(c.now.UnixMilli(), 10) }},
		{"account", "account", func(c inCase) string { return c.OwnAccounts(1)[0] }}, // one that no other case asks about
		{"host", "localhost", func(c inCase) string { return c.Suite.Target.Host }},
		{"path", "/", func(c inCase) string { return c.Suite.Target.Path }},
		{"query", "", func(c inCase) string { // of a request as it should be, with its Sign
			return string(c.query().Merge(c.Suite.Target.Query, callback.Documented).Append(nil))
		}},
		{varAbsent, "", nil}, // in place of a parameter, a header or a patch's value: it is to go
	}
}

// query is that of a request as it should be.
func (c inCase) query() callback.Query {
	q := c.Suite.WithBody(nil).Query
	if c.Suite.Token != "" {
		q = q.Signed(c.Suite.Token, c.now.Unix())
	}
	return q
}

// mostRepeated bounds how long a text that is repeated becomes.
const mostRepeated = 1 << 24

// own finds one of chatcb's own variables: by its name, by that of a time with what it is shifted by, or as x*1000, which is a
// text so many times.
func own(name string) (variable, bool) {
	text, times, repeated := strings.Cut(name, "*")
	if n, err := strconv.Atoi(times); repeated && err == nil {
		return variable{name, text, func(inCase) string { return strings.Repeat(text, min(max(n, 0), mostRepeated)) }}, true
	}
	base, by := shifted(name)
	for _, v := range variables() {
		if v.name == base {
			is := v.is
			v.is = func(c inCase) string {
				c.now = c.now.Add(by)
				return is(c)
			}
			return v, true
		}
	}
	return variable{}, false
}

// A variable of chatcb's own is known only when the case runs. Until then a token stands for it, its name between two NULs.
func token(name string) string { return "\x00" + name + "\x00" }

// absent is the token for a value that is not there. It is never replaced.
var absent = token(varAbsent)

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
		if _, ok := own(name); ok {
			return token(name), "", true
		}
		if v, ok := l.Vars[name]; ok {
			return v, "", true
		}
		names := slices.Collect(maps.Keys(values))
		for _, v := range variables() {
			names = append(names, v.name)
		}
		names = slices.Sorted(slices.Values(slices.AppendSeq(names, maps.Keys(l.Vars))))
		return "", nearest.Hint(name, names) + ": it is neither in the matrix, nor one of chatcb's own; give it with --var " + name + "=VALUE, or list it under vars or env", false
	}
}

// filled is v with the values of chatcb's own variables in place of their tokens; nothing of v is changed.
func filled[T any](v T, value func(variable) string) T {
	fill(reflect.ValueOf(&v).Elem(), value)
	return v
}

func fill(v reflect.Value, value func(variable) string) {
	kind := v.Kind()
	if (kind == reflect.Pointer || kind == reflect.Slice || kind == reflect.Map) && v.IsNil() {
		return // not given, which is not the same as empty
	}
	switch kind {
	case reflect.String:
		v.SetString(fillText(v.String(), value))
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(v.Elem())
		fill(p.Elem(), value)
		v.Set(p)
	case reflect.Slice:
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		for i := range c.Len() {
			fill(c.Index(i), value)
		}
		v.Set(c)
	case reflect.Map:
		c := reflect.MakeMap(v.Type())
		for it := v.MapRange(); it.Next(); {
			key, element := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			key.Set(it.Key())
			element.Set(it.Value())
			fill(key, value)
			fill(element, value)
			c.SetMapIndex(key, element)
		}
		v.Set(c)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				fill(f, value)
			}
		}
	}
}

// fillText leaves a NUL that a file itself has, as "\0", where it is.
func fillText(text string, value func(variable) string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "\x00")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, ended := strings.Cut(rest, "\x00")
		switch v, known := own(name); {
		case !ended, !known:
			b.WriteByte(0)
			after = rest
		case name == varAbsent:
			b.WriteString(absent)
		default:
			b.WriteString(value(v))
		}
		text = after
	}
}

// example is what stands for a variable that only a run knows.
func example(v variable) string { return v.example }

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

// Next is the number after an SdkAppid, or another text where it is no number.
func Next(appID string) string {
	n, err := strconv.ParseUint(appID, 10, 64)
	if err != nil {
		return appID + "1"
	}
	return strconv.FormatUint(n+1, 10)
}

// wrapped is the SdkAppid + 2^32, which is the same in 32 bits.
func wrapped(appID string) string {
	n, _ := strconv.ParseUint(appID, 10, 63)
	return strconv.FormatUint(n+1<<32, 10)
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
