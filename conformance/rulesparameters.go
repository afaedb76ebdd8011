package conformance

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

const platformSentence = "Client platform. For valid values, see the description of OptPlatform in the Callback Protocols " +
	"section of Third-Party Callback Overview."

// unknownOfOld is how old pages misspell the platform Unknown.
const unknownOfOld = "Un" + "kown"

// parameterRules judge the values of the parameters that are there; RQU-004 asks for those that are not.
var parameterRules = []*requestRule{
	{Rule: Rule{
		ID: "RQU-007", Title: "SdkAppid is a number", Severity: Must, Level: Fail, Source: Page,
		Sentence: "SdkAppid | SDKAppID assigned by the Chat console when the app is created",
		Why:      "The console assigns decimal numbers; whatever else was compared or parsed loosely is somebody probing.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "the page's"},
			}
			p.Fail = []Sample{
				{Name: "text", Raw: swapped("1400000000", "app")},
				{Name: "empty", Raw: swapped("1400000000", "")},
				{Name: "a blank after it", Raw: swapped("1400000000", "1400000000%20")},
				{Name: "a letter within", Raw: swapped("1400000000", "14e8")},
			}
		},
	}, check: parameter(paramAppID, "decimal digits", func(_ *requestCheck, v string) bool {
		return v != "" && strings.Trim(v, "0123456789") == ""
	})},
	{Rule: Rule{
		ID: "RQU-008", Title: "SdkAppid is the app's own", Severity: Must, Level: Fail, Source: Page,
		Sentence: "the app backend must check whether the SDKAppID contained in the request URL is the SDKAppID of the app.",
		Why:      "A request of another app must not be decided by this one.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "the own", AppID: "1400000000"},
				{Name: "none to compare with"},
			}
			p.Fail = []Sample{
				{Name: "another", AppID: "1400000001"},
				{Name: "no number", AppID: "1400000000", Raw: swapped("1400000000", "x"), Also: []string{"RQU-007"}},
			}
		},
	}, check: parameter(paramAppID, "the app's own SdkAppid", func(a *requestCheck, v string) bool {
		return a.appID == "" || v == a.appID
	})},
	{Rule: Rule{
		ID: "RQU-009", Title: "CallbackCommand is this webhook's", Severity: Must, Level: Fail, Source: Page,
		Sentence: "CallbackCommand | Always Sns.CallbackPrevFriendAdd |",
		Why:      "One URL serves all webhooks; the command tells them apart.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "the page's"},
			}
			p.Fail = []Sample{
				{Name: "another webhook", Raw: swapped(callback.PrevFriendAdd.Command, "C2C.CallbackBeforeSendMsg")},
				{Name: "lower case", Raw: swapped(callback.PrevFriendAdd.Command, "sns.callbackprevfriendadd")},
			}
		},
	}, check: parameter(paramCommand, callback.PrevFriendAdd.Command, func(_ *requestCheck, v string) bool {
		return v == callback.PrevFriendAdd.Command
	})},
	{Rule: Rule{
		ID: "RQU-010", Title: "contenttype is json", Severity: Must, Level: Fail, Source: Page,
		Sentence: "contenttype | Always json |",
		Why:      "Chat sends nothing else.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "the page's"},
			}
			p.Fail = []Sample{
				{Name: "xml", Raw: swapped("contenttype=json", "contenttype=xml")},
			}
		},
	}, check: parameter(paramContentType, "json", func(_ *requestCheck, v string) bool {
		return v == "json"
	})},
	{Rule: Rule{
		ID: "RQU-011", Title: "ClientIP is an address", Severity: Must, Level: Fail, Source: Page,
		Sentence: "ClientIP | Client IP, such as 127.0.0.1 |",
		Why:      "Receivers that limit by address cannot read it.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "the page's"},
			}
			p.Fail = []Sample{
				{Name: "out of range", Raw: swapped("127.0.0.1", "999.1.1.1")},
				{Name: "empty", Raw: swapped("127.0.0.1", "")},
				{Name: "with a port", Raw: swapped("127.0.0.1", "127.0.0.1:80")},
			}
		},
	}, check: parameter(paramClientIP, "an address such as 127.0.0.1", func(_ *requestCheck, v string) bool {
		return isAddress(v)
	})},
	{Rule: Rule{
		ID: "RQU-012", Title: "ClientIP is an IPv4 address", Severity: Advisory, Level: Note, Source: Page,
		Sentence: "ClientIP | Client IP, such as 127.0.0.1 | (whether IPv6 occurs is not documented)",
		Why:      "Every known example is IPv4; receivers may not be ready for the other.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "no address has its own rule", Raw: swapped("127.0.0.1", "a:b"), Also: []string{"RQU-011"}},
			}
			p.Fail = []Sample{
				{Name: "IPv6", Raw: swapped("127.0.0.1", "2001%3Adb8%3A%3A1")},
				{Name: "IPv6 not escaped", Raw: swapped("127.0.0.1", "::1")},
			}
		},
	}, check: parameter(paramClientIP, "an IPv4 address", func(_ *requestCheck, v string) bool {
		return !isAddress(v) || strings.IndexByte(v, ':') < 0
	})},
	{Rule: Rule{
		ID: "RQU-013", Title: "OptPlatform is a documented value", Severity: MustLinked, Level: Warn, Source: Overview,
		Sentence: platformSentence,
		Why:      "A receiver with a list of platforms refuses the request.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "Mac", Raw: swapped("iOS", "Mac")},
				{Name: "iPad", Raw: swapped("iOS", "iPad")},
			}
			p.Fail = []Sample{
				{Name: "empty", Raw: swapped("iOS", "")},
				{Name: "Linux", Raw: swapped("iOS", "Linux")},
				{Name: "lower case", Raw: swapped("iOS", "android")},
			}
		},
	}, check: parameter(paramPlatform, "Web, Android, iOS, Windows, macOS, Mac, iPad or Unknown", func(_ *requestCheck, v string) bool {
		return slices.Contains(callback.Platforms(), v) || historic(v)
	})},
	{Rule: Rule{
		ID: "RQU-014", Title: "OptPlatform is not RESTAPI", Severity: Must, Level: Warn, Source: Page,
		Sentence: "Friend requests initiated via RESTful API calls will not trigger the callback.",
		Why:      "It cannot have come from Chat, and tests with it test nothing real.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "the page's"},
			}
			p.Fail = []Sample{
				{Name: "RESTAPI", Raw: swapped("iOS", "RESTAPI")},
			}
		},
	}, check: parameter(paramPlatform, "a client's platform", func(_ *requestCheck, v string) bool {
		return v != callback.RESTAPI
	})},
	{Rule: Rule{
		ID: "RQU-015", Title: "OptPlatform has today's spelling", Severity: Advisory, Level: Note, Source: Observed,
		Sentence: "IPad and " + unknownOfOld + " are spellings of old pages; IOS stands in State.StateChange only.",
		Why:      "Receivers compare byte for byte.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "the page's"},
			}
			p.Fail = []Sample{
				{Name: "Unknown misspelt", Raw: swapped("iOS", unknownOfOld)},
				{Name: "IPad", Raw: swapped("iOS", "IPad")},
				{Name: "IOS", Raw: swapped("iOS", "IOS")},
			}
		},
	}, check: parameter(paramPlatform, "iPad, Unknown or iOS", func(_ *requestCheck, v string) bool {
		return !historic(v)
	})},
}

// parameter is the check of a parameter's value.
func parameter(index int, expected string, good func(a *requestCheck, value string) bool) func(*requestCheck) {
	return func(a *requestCheck) {
		if p := &a.params[index]; p.times > 0 && !good(a, p.value) {
			a.add(Finding{
				Expected: expected, Received: p.value, Message: fmt.Sprintf("%s is %q", paramNames[index], p.value), Offset: -1,
			})
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
