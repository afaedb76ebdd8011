package scenarios

import (
	"unicode/utf8"

	"github.com/chatcb/chatcb/language"
)

// refusedAnyway says why a probe proves nothing whose control is refused as well: what the receiver said to the control,
// and what is likely missing.
func (s *Suite) refusedAnyway(control *Reply) language.Text {
	return language.T("the control is refused in the same way ({refusal}), so that refusing the probe proves nothing; {likely}",
		"refusal", control.refusal(), "likely", s.likely())
}

// WhyNotValid says what keeps an answer to a right request from being VALID. Where it refuses the request too, that is more
// likely the reason than the rule that it breaks in doing so.
func (s *Suite) WhyNotValid(r *Reply) language.Text {
	if g := r.Read(); !g.HasCode || g.Code == 0 {
		return r.Problem()
	}
	return language.T("{problem} ({refusal}); {likely}", "problem", r.Problem(), "refusal", r.refusal(), "likely", s.likely())
}

// likely is what a receiver that refuses every request may miss, the likeliest first.
func (s *Suite) likely() language.Phrase {
	switch own := s.AppID != DefaultAppID; {
	case s.Token != "" && own:
		return "if it is not the token or the SdkAppid, name accounts that the receiver lets through (--accounts)"
	case s.Token != "":
		return "give --app-id, your own SdkAppid; else name accounts that the receiver lets through (--accounts)"
	case own:
		return "give --token-file, if the backend checks Sign; else name accounts that the receiver lets through (--accounts)"
	}
	return "give --token-file, if the backend checks Sign; or --app-id, your own SdkAppid; " +
		"else name accounts that the receiver lets through (--accounts)"
}

// refusal is the code with which an answer refuses, and what it says of why: of the whole request, or else of the first
// account that is refused. What the receiver wrote is quoted and cut.
func (r *Reply) refusal() language.Text {
	g := r.Read()
	if g.HasCode && g.Code != 0 {
		return inCode("ErrorCode", g.Code, g.Info)
	}
	for _, it := range g.Items {
		if it.HasCode && it.Code != 0 {
			return inCode("ResultCode", it.Code, it.Info)
		}
	}
	return r.Summary()
}

func inCode(name string, code int64, info string) language.Text {
	const most = 80 // letters
	if info == "" {
		return language.T("{name} {code}", "name", name, "code", code)
	}
	if utf8.RuneCountInString(info) > most {
		info = string([]rune(info)[:most]) + "…"
	}
	return language.T("{name} {code} {info:q}", "name", name, "code", code, "info", info)
}
