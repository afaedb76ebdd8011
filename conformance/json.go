package conformance

import (
	"strconv"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// AppendMembers appends "verdicts" and "findings" as members of a JSON object, without its braces. The keys are public
// and the same in every command.
func (j *Judgement) AppendMembers(dst []byte) []byte {
	dst = append(dst, `"verdicts":[`...)
	for i := range j.Verdicts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = j.Verdicts[i].appendJSON(dst)
	}
	dst = append(dst, `],"findings":[`...)
	for i := range j.Findings {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = j.Findings[i].AppendJSON(dst)
	}
	return append(dst, ']')
}

func (v *Verdict) appendJSON(dst []byte) []byte {
	dst = appendMember(dst, `{"account":`, v.Account)
	dst = appendMember(dst, `,"said":`, string(v.Said))
	dst = appendMember(dst, `,"effect":`, string(v.Effect))
	dst = appendMember(dst, `,"cause":`, string(v.Cause))
	dst = appendMember(dst, `,"basis":`, string(v.Basis))
	dst = append(dst, `,"code":`...)
	if v.HasCode {
		dst = strconv.AppendInt(dst, v.Code, 10)
	} else {
		dst = append(dst, "null"...)
	}
	return append(dst, '}')
}

func appendMember(dst []byte, name, text string) []byte {
	return rawjson.AppendString(append(dst, name...), text)
}
