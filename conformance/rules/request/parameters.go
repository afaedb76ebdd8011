package request

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

const platformSentence = "Client platform. For valid values, see the description of OptPlatform in the Callback Protocols " +
	"section of Third-Party Callback Overview."

// unknownOfOld is how old pages misspell the platform Unknown.
const unknownOfOld = "Un" + "kown"

// parameterRules judge the values of the parameters that are there; RQU-004 asks for those that are not.
var parameterRules = []*element{
	{Rule: rule.Rule{
		ID: "RQU-007", Title: "SdkAppid is a number", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "SdkAppid | SDKAppID assigned by the Chat console when the app is created",
		Why:      "The console assigns decimal numbers; whatever else was compared or parsed loosely is somebody probing.", Fix: forged,
		English:   otherValue(read.ParamAppID, "decimal digits"),
		Refusable: true,
	}, check: parameter(read.ParamAppID, func(_ *Checker, v string) bool {
		return v != "" && strings.Trim(v, "0123456789") == ""
	})},
	{Rule: rule.Rule{
		ID: "RQU-008", Title: "SdkAppid is the app's own", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "the app backend must check whether the SDKAppID contained in the request URL is the SDKAppID of the app.",
		Why:      "A request of another app must not be decided by this one.", Fix: forged,
		English:   otherValue(read.ParamAppID, "the app's own SdkAppid"),
		Refusable: true,
	}, check: parameter(read.ParamAppID, func(c *Checker, v string) bool {
		return c.AppID == "" || v == c.AppID
	})},
	{Rule: rule.Rule{
		ID: "RQU-009", Title: "CallbackCommand is this webhook's", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "CallbackCommand | Always Sns.CallbackPrevFriendAdd |",
		Why:      "One URL serves all webhooks; the command tells them apart.", Fix: forged,
		English:   otherValue(read.ParamCommand, "{command}"),
		Refusable: true,
	}, check: parameter(read.ParamCommand, func(c *Checker, v string) bool {
		return v == c.Hook.Command
	})},
	{Rule: rule.Rule{
		ID: "RQU-010", Title: "contenttype is json", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "contenttype | Always json |",
		Why:      "Chat sends nothing else.", Fix: forged,
		English: otherValue(read.ParamContentType, "json"),
	}, check: parameter(read.ParamContentType, func(_ *Checker, v string) bool {
		return v == "json"
	})},
	{Rule: rule.Rule{
		ID: "RQU-011", Title: "ClientIP is an address", Severity: rule.Must, Level: rule.Fail, Source: rule.Page,
		Sentence: "ClientIP | Client IP, such as 127.0.0.1 |",
		Why:      "Receivers that limit by address cannot read it.", Fix: forged,
		English: otherValue(read.ParamClientIP, "an address such as 127.0.0.1"),
	}, check: parameter(read.ParamClientIP, func(_ *Checker, v string) bool {
		return isAddress(v)
	})},
	{Rule: rule.Rule{
		ID: "RQU-012", Title: "ClientIP is an IPv4 address", Severity: rule.Advisory, Level: rule.Note, Source: rule.Page,
		Sentence: "ClientIP | Client IP, such as 127.0.0.1 | (whether IPv6 occurs is not documented)",
		Why:      "Every known example is IPv4; receivers may not be ready for the other.",
		Fix:      "Take any address that can be parsed: IPv6 is not documented, and not ruled out. If it is a test, use IPv4, as every known callback has it.",
		English:  otherValue(read.ParamClientIP, "an IPv4 address"),
	}, check: parameter(read.ParamClientIP, func(_ *Checker, v string) bool {
		return strings.IndexByte(v, ':') < 0 || !isAddress(v)
	})},
	{Rule: rule.Rule{
		ID: "RQU-013", Title: "OptPlatform is a documented value", Severity: rule.MustLinked, Level: rule.Warn, Source: rule.Overview,
		Sentence: platformSentence,
		Why:      "A receiver with a list of platforms refuses the request.",
		Fix:      "Take it for Unknown and decide all the same: platforms come, and the pages differ. If it is a test, use a documented one.",
		English:  otherValue(read.ParamPlatform, "Web, Android, iOS, Windows, macOS, Mac, iPad or Unknown"),
	}, check: parameter(read.ParamPlatform, func(_ *Checker, v string) bool {
		return slices.Contains(callback.Platforms(), v) || historic(v)
	})},
	{Rule: rule.Rule{
		ID: "RQU-014", Title: "OptPlatform is not RESTAPI", Severity: rule.Must, Level: rule.Warn, Source: rule.Page,
		Sentence: "Friend requests initiated via RESTful API calls will not trigger the callback.",
		Why:      "It cannot have come from Chat, and tests with it test nothing real.", Fix: forged,
		English: otherValue(read.ParamPlatform, "a client's platform"),
	}, check: parameter(read.ParamPlatform, func(_ *Checker, v string) bool {
		return v != callback.RESTAPI
	})},
	{Rule: rule.Rule{
		ID: "RQU-015", Title: "OptPlatform has today's spelling", Severity: rule.Advisory, Level: rule.Note, Source: rule.Observed,
		Sentence: "IPad and " + unknownOfOld + " are spellings of old pages; IOS stands in State.StateChange only.",
		Why:      "Receivers compare byte for byte.",
		Fix:      "Take it for today's spelling: old pages have it so. If it is a test, use today's.",
		English:  otherValue(read.ParamPlatform, "iPad, Unknown or iOS"),
	}, check: parameter(read.ParamPlatform, func(_ *Checker, v string) bool {
		return !historic(v)
	})},
}

// otherValue is how a parameter with another value than expected is told.
func otherValue(index int, expected string) []rule.Wording {
	return []rule.Wording{{Message: read.ParamNames[index] + " is {value:q}", Expected: expected, Received: "{value}"}}
}

// parameter is the check of a parameter's value.
func parameter(index int, good func(c *Checker, value string) bool) func(*Checker) {
	return func(c *Checker) {
		if p := &c.Params[index]; p.Times > 0 && !good(c, p.Value) {
			c.add("", -1, "value", p.Value, "command", c.Hook.Command)
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
