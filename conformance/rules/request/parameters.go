package request

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

// unknownOfOld is how old pages misspell the platform Unknown.
const unknownOfOld = "Un" + "kown"

// parameterChecks judge the values of the parameters that are there; RQU-004 asks for those that are not.
var parameterChecks = []check{
	rule.On("RQU-007", read.Came, parameter(read.ParamAppID, func(_ *Checker, v string) bool {
		return v != "" && strings.Trim(v, "0123456789") == ""
	})),
	rule.On("RQU-008", read.Came, parameter(read.ParamAppID, func(c *Checker, v string) bool { return c.AppID == "" || v == c.AppID })),
	rule.On("RQU-009", read.Came, parameter(read.ParamCommand, func(c *Checker, v string) bool { return v == c.Hook.Command })),
	rule.On("RQU-010", read.Came, parameter(read.ParamContentType, func(_ *Checker, v string) bool { return v == "json" })),
	rule.On("RQU-011", read.Came, parameter(read.ParamClientIP, func(_ *Checker, v string) bool { return isAddress(v) })),
	rule.On("RQU-012", read.Came, parameter(read.ParamClientIP, func(_ *Checker, v string) bool {
		return strings.IndexByte(v, ':') < 0 || !isAddress(v)
	})),
	rule.On("RQU-013", read.Came, parameter(read.ParamPlatform, func(_ *Checker, v string) bool {
		return slices.Contains(callback.Platforms(), v) || historic(v)
	})),
	rule.On("RQU-014", read.Came, parameter(read.ParamPlatform, func(_ *Checker, v string) bool { return v != callback.RESTAPI })),
	rule.On("RQU-015", read.Came, parameter(read.ParamPlatform, func(_ *Checker, v string) bool { return !historic(v) })),
}

// parameter is the check of a parameter's value.
func parameter(index int, good func(c *Checker, value string) bool) func(*Checker) {
	return func(c *Checker) {
		if p := &c.Params[index]; p.Times > 0 && !good(c, p.Value) {
			c.Add("", "value", p.Value, "command", c.Hook.Command)
		}
	}
}

func isAddress(value string) bool {
	_, err := netip.ParseAddr(value)
	return err == nil
}

// historic reports whether the platform is spelt as on old pages, or as in another webhook.
func historic(platform string) bool {
	return platform == "IPad" || platform == unknownOfOld || platform == "IOS"
}
