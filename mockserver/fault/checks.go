package fault

import (
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
	{"method", checkMethod},
	{"app-id", checkAppID},
	{"command", checkCommand},
	{"body-command", checkBodyCommand},
	{"sign", checkSign},
	{"from", checkFrom},
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

func checkMethod(x *Handling) string {
	if x.Method != http.MethodPost {
		return "the method is not POST"
	}
	return ""
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

func checkAppID(x *Handling) string {
	id, problem := x.single(callback.ParamSdkAppid)
	switch {
	case problem != "":
		return problem
	case id == "" || strings.Trim(id, "0123456789") != "":
		return "SdkAppid is not a number"
	case x.AppID != "" && id != x.AppID:
		return "SdkAppid is another app's"
	}
	return ""
}

func checkCommand(x *Handling) string {
	command, problem := x.single(callback.ParamCallbackCommand)
	if problem == "" && callback.Named(command) == nil {
		return "CallbackCommand in the URL is another webhook's"
	}
	return problem
}

func checkBodyCommand(x *Handling) string {
	if x.Unreadable != "" {
		return ""
	}
	asked, _ := x.single(callback.ParamCallbackCommand)
	if w := callback.Named(x.Request().CallbackCommand); w == nil || callback.Named(asked) != nil && w.Command != asked {
		return "CallbackCommand in the body is missing, or another webhook's"
	}
	return ""
}

func checkSign(x *Handling) string {
	if x.Token == "" {
		return ""
	}
	sign, problem := x.single(callback.ParamSign)
	if problem != "" {
		return problem
	}
	seconds, problem := x.single(callback.ParamRequestTime)
	if problem != "" {
		return problem
	}
	if callback.CheckSign(x.Token, sign, seconds, x.Start) != nil {
		return "Sign is wrong, or RequestTime is not within a minute of now" // no more: anyone who asks may be guessing
	}
	return ""
}

func checkFrom(x *Handling) string {
	if x.Unreadable == "" && x.Request().FromAccount == "" {
		return "there is no From_Account"
	}
	return ""
}
