package scenarios

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// refusedAnyway says why a probe proves nothing whose control is refused as well: what the receiver said to the control,
// and what is likely missing.
func (s *Suite) refusedAnyway(control *Reply) string {
	return "the control is refused in the same way (" + control.refusal() + "), so that refusing the probe proves nothing; " + s.likely()
}

// WhyNotValid says what keeps an answer to a right request from being VALID. Where it refuses the request too, that is more
// likely the reason than the rule that it breaks in doing so.
func (s *Suite) WhyNotValid(r *Reply) string {
	if g := ReadLenient(r.Exchange.Answer.Body); !g.HasCode || g.Code == 0 {
		return r.Problem()
	}
	return r.Problem() + " (" + r.refusal() + "); " + s.likely()
}

// likely is what a receiver that refuses every request may miss, the likeliest first.
func (s *Suite) likely() string {
	var give []string
	if s.Token == "" {
		give = append(give, "--token-file, if the backend checks Sign")
	}
	if s.AppID == DefaultAppID {
		give = append(give, "--app-id, your own SdkAppid")
	}
	accounts := "accounts that the receiver lets through (--accounts)"
	if len(give) == 0 {
		return "if it is not the token or the SdkAppid, name " + accounts
	}
	return "give " + strings.Join(give, "; or ") + "; else name " + accounts
}

// refusal is the code with which an answer refuses, and what it says of why: of the whole request, or else of the first
// account that is refused. What the receiver wrote is quoted and cut.
func (r *Reply) refusal() string {
	g := ReadLenient(r.Exchange.Answer.Body)
	if g.HasCode && g.Code != 0 {
		return inCode("ErrorCode", g.Code, g.info)
	}
	for _, it := range g.Items {
		if it.hasCode && it.code != 0 {
			return inCode("ResultCode", it.code, it.info)
		}
	}
	return r.Summary()
}

func inCode(name string, code int64, info string) string {
	const most = 80 // letters
	text := fmt.Sprintf("%s %d", name, code)
	if info == "" {
		return text
	}
	if utf8.RuneCountInString(info) > most {
		info = string([]rune(info)[:most]) + "…"
	}
	return text + " " + strconv.Quote(info)
}
