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
		dst = j.Findings[i].appendJSON(dst)
	}
	return append(dst, ']')
}

func (v *Verdict) appendJSON(dst []byte) []byte {
	dst = appendText(dst, `{"account":`, v.Account)
	dst = appendText(dst, `,"said":`, string(v.Said))
	dst = appendText(dst, `,"effect":`, string(v.Effect))
	dst = appendText(dst, `,"cause":`, string(v.Cause))
	dst = appendText(dst, `,"basis":`, string(v.Basis))
	dst = append(dst, `,"code":`...)
	if v.HasCode {
		dst = strconv.AppendInt(dst, v.Code, 10)
	} else {
		dst = append(dst, "null"...)
	}
	return append(dst, '}')
}

func (f *Finding) appendJSON(dst []byte) []byte {
	dst = appendText(dst, `{"rule":`, f.Rule.ID)
	dst = appendText(dst, `,"severity":`, string(f.Rule.Severity))
	dst = appendText(dst, `,"level":`, string(f.Level))
	dst = appendText(dst, `,"account":`, f.Account)
	dst = appendText(dst, `,"expected":`, f.Expected)
	dst = appendText(dst, `,"received":`, f.Received)
	dst = appendText(dst, `,"message":`, f.Message)
	return append(dst, '}')
}

func appendText(dst []byte, name, text string) []byte {
	return rawjson.AppendString(append(dst, name...), text)
}
