package fault

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// check is one thing that a backend must look at before it believes a request.
type check struct {
	name   string
	refuse func(*Handling) string // why the request is refused, or ""
}

// checks are those of a strict receiver. What else is wrong with a request is only reported: a receiver that refuses
// whatever it does not know (a new platform, an unknown member) lets friends through when Chat changes.
var checks = []check{
	{"method", func(x *Handling) string { return where(x.Method != http.MethodPost, "the method is not POST") }},
	{"app-id", func(x *Handling) string {
		id, problem := x.single(callback.ParamSdkAppid)
		return cmp.Or(
			problem, where(id == "" || strings.Trim(id, "0123456789") != "", "SdkAppid is not a number"),
			where(x.AppID != "" && id != x.AppID, "SdkAppid is another app's"),
		)
	}},
	{"command", func(x *Handling) string {
		command, problem := x.single(callback.ParamCallbackCommand)
		return cmp.Or(problem, where(callback.Named(command) == nil, "CallbackCommand in the URL is another webhook's"))
	}},
	{"body-command", func(x *Handling) string {
		asked, _ := x.single(callback.ParamCallbackCommand)
		w := callback.Named(x.Request().CallbackCommand)
		other := w == nil || callback.Named(asked) != nil && w.Command != asked
		return where(x.Unreadable == "" && other, "CallbackCommand in the body is missing, or another webhook's")
	}},
	{"sign", func(x *Handling) string {
		if x.Token == "" {
			return ""
		}
		sign, noSign := x.single(callback.ParamSign)
		seconds, noTime := x.single(callback.ParamRequestTime)
		wrong := callback.CheckSign(x.Token, sign, seconds, x.Start) != nil
		// No more is said: anyone who asks may be guessing.
		return cmp.Or(noSign, noTime, where(wrong, "Sign is wrong, or RequestTime is not within a minute of now"))
	}},
	{"from", func(x *Handling) string {
		return where(x.Unreadable == "" && x.Request().FromAccount == "", "there is no From_Account")
	}},
}

// where is a problem, if it is one.
func where(is bool, problem string) string {
	if is {
		return problem
	}
	return ""
}

// refusal is the check of a strict receiver with this name.
func refusal(name string) func(*Handling) string {
	i := slices.IndexFunc(checks, func(c check) bool { return c.name == name })
	return checks[i].refuse
}

// Check says why a strict receiver refuses the request, or "". The faults that act may have replaced some checks.
func (x *Handling) Check() string {
	for _, c := range checks {
		if why := x.refusal(c); why != "" {
			return why
		}
	}
	return ""
}

// refusal is what a check says, as the first fault has it that changes it.
func (x *Handling) refusal(c check) string {
	for i := range x.hits {
		f := x.hits[i].act.fault
		switch accepts, changed := f.Accepts[c.name]; {
		case slices.Contains(f.Lacks, c.name), changed && accepts.holds(viewOf(x, nil)):
			return ""
		case changed:
			return "not accepted"
		}
	}
	return c.refuse(x)
}

// single is the value of a parameter that must stand exactly once.
func (x *Handling) single(name string) (value, problem string) {
	n := 0
	for _, p := range x.Query() {
		if p.Name == name {
			value = p.Value
			n++
		}
	}
	switch {
	case n == 0:
		return "", "the URL has no " + name
	case n > 1:
		return "", name + " stands more than once in the URL"
	}
	return value, ""
}
