package catalogue

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// signProbe is one wrong way to sign.
type signProbe struct {
	key  string
	sign scenarios.Signer
}

// resigned signs as Chat does and then changes the Sign.
func resigned(change func(sign string) string) scenarios.Signer {
	return scenarios.SignedThen(nil, func(q callback.Query) callback.Query {
		sign, _ := q.Get(callback.ParamSign)
		return q.Set(callback.ParamSign, change(sign))
	})
}

// signedAt signs as Chat does, at another time.
func signedAt(shift time.Duration) scenarios.Signer {
	return func(q callback.Query, token string, now time.Time) callback.Query {
		return q.Signed(token, now.Add(shift).Unix())
	}
}

// timed sets RequestTime to a text and signs that.
func timed(text func(now time.Time) string) scenarios.Signer {
	return func(q callback.Query, token string, now time.Time) callback.Query {
		at := text(now)
		return q.Set(callback.ParamSign, callback.Sign(token, at)).Set(callback.ParamRequestTime, at)
	}
}

// recipe signs with another recipe.
func recipe(make func(token, requestTime string) string) scenarios.Signer {
	return func(q callback.Query, token string, now time.Time) callback.Query {
		at := strconv.FormatInt(now.Unix(), 10)
		return q.Set(callback.ParamSign, make(token, at)).Set(callback.ParamRequestTime, at)
	}
}

func prefix(n int) signProbe {
	return signProbe{strconv.Itoa(n), resigned(func(sign string) string { return sign[:n] })}
}

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func recipes() []signProbe {
	return []signProbe{
		{"reversed", recipe(func(token, at string) string { return sha(at + token) })},
		{"md5", recipe(func(token, at string) string {
			sum := md5.Sum([]byte(token + at))
			return hex.EncodeToString(sum[:])
		})},
		{"hmac", recipe(func(token, at string) string {
			h := hmac.New(sha256.New, []byte(token))
			h.Write([]byte(at))
			return hex.EncodeToString(h.Sum(nil))
		})},
		{"empty-token", recipe(func(_, at string) string { return sha(at) })},
		{"sample-token", recipe(func(_, at string) string { return sha("xxxyyy" + at) })},
	}
}

// flipped changes the last hex digit.
func flipped(sign string) string {
	last := byte('0')
	if sign[len(sign)-1] == '0' {
		last = '1'
	}
	return sign[:len(sign)-1] + string(last)
}

// refusals makes the variants of a scenario whose probes are signed wrongly and must not be approved.
func refusals(below500 bool, probes ...signProbe) []scenarios.Variant {
	var list []scenarios.Variant
	for _, p := range probes {
		list = append(list, scenarios.Variant{Key: p.key, Run: func(t *scenarios.CaseRun) {
			probe := t.Suite.Sample()
			probe.Odd, probe.Sign = true, p.sign
			r := t.ExpectRefused("probe", t.Suite.Sample(), probe)
			if r != nil && below500 {
				t.ExpectBelow500(r)
			}
		}})
	}
	return list
}

func signScenario(sc scenarios.Scenario) *scenarios.Scenario {
	sc.Tags = append([]string{"security", "sign"}, sc.Tags...)
	sc.Needs = []scenarios.Need{scenarios.NeedToken}
	if sc.Sentence == "" {
		sc.Sentence, sc.Source = signSentence, rule.Overview
	}
	if sc.Severity == "" {
		sc.Severity = rule.Should
	}
	if sc.Level == "" {
		sc.Level = rule.Fail
	}
	if sc.Profile == "" {
		sc.Profile = scenarios.CI
	}
	if sc.Why == "" {
		sc.Why = "Without the check anybody who knows the URL can ask it, and learn or spoil decisions."
	}
	if sc.Fix == "" {
		sc.Fix = "Compare Sign in constant time with lower-case hex SHA-256 of token followed by RequestTime, as texts of the URL."
	}
	return &sc
}

func signScenarios() []*scenarios.Scenario {
	const refused = "an answer that approves nobody"
	fresh := func(sc scenarios.Scenario) *scenarios.Scenario {
		sc.Sentence, sc.Source, sc.Level = freshSentence, rule.ConfigPage, rule.Warn
		sc.Why = "A Sign that never expires can be sent again by whoever has seen it once."
		sc.Fix = "Refuse a RequestTime that is more than 60 seconds off, in either direction."
		return signScenario(sc)
	}
	return []*scenarios.Scenario{
		signScenario(scenarios.Scenario{
			ID: "SEC-020", Title: "valid Sign is accepted", Profile: scenarios.Quick, Sent: "the sample with a right Sign", Expected: "a VALID answer",
			Why: "A receiver that refuses what Chat sends lets everybody through.", Variants: scenarios.OneCase(rightSign),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-021", Title: "Sign missing", Profile: scenarios.Quick, Sent: "the sample without Sign", Expected: refused,
			Variants: refusals(false, signProbe{"", scenarios.SignedThen(nil, func(q callback.Query) callback.Query { return q.Del(callback.ParamSign) })}),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-022", Title: "Sign wrong", Profile: scenarios.Quick, Sent: "the sample with the last digit of Sign changed", Expected: refused,
			Variants: refusals(false, signProbe{"", resigned(flipped)}),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-023", Title: "Sign empty", Profile: scenarios.Quick, Sent: "the sample with an empty Sign", Expected: refused,
			Variants: refusals(false, signProbe{"", resigned(func(string) string { return "" })}),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-024", Title: "Sign truncated", Sent: "the sample with the first 1, 8, 32 and 63 characters of Sign", Expected: refused,
			Variants: refusals(false, prefix(1), prefix(8), prefix(32), prefix(63)),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-025", Title: "Sign by another recipe", Sent: "the sample signed in reversed order, with MD5, with HMAC, with an empty token, and with the documentation's token",
			Expected: refused, Variants: refusals(false, recipes()...),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-026", Title: "RequestTime changed, Sign kept", Sent: "the sample with RequestTime one second later than it was signed for", Expected: refused,
			Variants: refusals(false, signProbe{"", scenarios.SignedThen(nil, laterTime)}),
		}),
		fresh(scenarios.Scenario{
			ID: "SEC-027", Title: "stale and correctly signed", Tags: []string{"time"}, Sent: "the sample signed 61 s, 10 min and a day ago, at 0, and 58 s ago",
			Expected: refused + "; 58 s is VALID", Variants: staleVariants(),
		}),
		fresh(scenarios.Scenario{
			ID: "SEC-028", Title: "future and correctly signed", Tags: []string{"time"}, Sent: "the sample signed for 62 s and for a day from now", Expected: refused,
			Variants: refusals(false, signProbe{"62-s", signedAt(62 * time.Second)}, signProbe{"1-day", signedAt(24 * time.Hour)}),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-029", Title: "RequestTime missing or not a number", Level: rule.Warn, Tags: []string{"time"},
			Sent: "the sample without RequestTime, and with abc, a negative number, 2^63 and milliseconds, each signed", Expected: refused + ", with a status below 500",
			Variants: refusals(true, oddTimes()...),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-032", Title: "upper-case hex Sign", Severity: rule.Advisory, Level: rule.Note, Sentence: "The samples show lower case; whether upper case counts is not documented.",
			Source: rule.Robustness, Sent: "the sample with Sign in upper case", Expected: "either answer; it is reported", Variants: scenarios.OneCase(upperCase),
		}),
		signScenario(scenarios.Scenario{
			ID: "SEC-033", Title: "Sign twice or as an array", Severity: rule.Advisory, Level: rule.Warn, Sentence: "A parameter that stands twice is up to the parser.",
			Source: rule.Robustness, Sent: "the sample with a bad and then a good Sign, with a good and then a bad one, and with Sign[]", Expected: refused + " where the bad one comes first; a status below 500",
			Variants: signTwice(),
		}),
	}
}

func rightSign(t *scenarios.CaseRun) {
	r := t.Send(result.Probe, "right Sign", t.Suite.Sample())
	t.Passive(r)
	if r.Failed() || r.Status() == 401 || r.Status() == 403 {
		t.Violated(r, "a decision", "a request with a right Sign is refused; is it another token (--token-file), or another SdkAppid (--app-id)?")
	}
}

func laterTime(q callback.Query) callback.Query {
	text, _ := q.Get(callback.ParamRequestTime)
	n, _ := strconv.ParseInt(text, 10, 64)
	return q.Set(callback.ParamRequestTime, strconv.FormatInt(n+1, 10))
}

func oddTimes() []signProbe {
	fixed := func(text string) scenarios.Signer { return timed(func(time.Time) string { return text }) }
	return []signProbe{
		{"missing", scenarios.SignedThen(nil, func(q callback.Query) callback.Query { return q.Del(callback.ParamRequestTime) })},
		{"letters", fixed("abc")},
		{"negative", fixed("-1")},
		{"2-63", fixed("9223372036854775808")},
		{"milliseconds", timed(func(now time.Time) string { return strconv.FormatInt(now.UnixMilli(), 10) })},
	}
}

func upperCase(t *scenarios.CaseRun) {
	r := t.Suite.Sample()
	r.Odd, r.Sign = true, resigned(strings.ToUpper)
	rep := t.Send(result.Probe, "upper case", r)
	t.Passive(rep)
	t.Remark("to a Sign in upper case the receiver answers: " + rep.Summary())
}
