package conformance

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

const notJSONSentence = "could not be parsed - not in JSON format"

var jsonRules = []*answerRule{
	{Rule: Rule{
		ID: "JSN-001", Title: "body is JSON", Severity: Must, Level: Fail, Source: Overview,
		Sentence: notJSONSentence,
		Why:      "Chat counts a body that is not JSON as a failure of the webhook and adds the friend.",
		Fix:      "Let a JSON library write the whole body, and see that nothing else (a warning, a page, a log line) is printed before it.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "pretty-printed", Body: strings.ReplaceAll(callback.SampleResponse, ",", " ,\r\n\t")},
				{Name: "JSON, but no object, has its own rule", Body: `[]`, Also: []string{"JSN-002"}},
				{Name: "an error page needs no JSON", Status: 500, Body: "oops", Also: []string{"STS-001"}},
				{Name: "a cut-off body has its own rule", Raw: lengthy(99, `{"ActionStatus":`), Also: []string{"HDR-003"}},
				{
					Name: "a compressed body has its own rule",
					Head: "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", Body: "\x1f\x8b\x08",
					Also: []string{"HDR-004"},
				},
			}
			p.Fail = []Sample{
				{Name: "empty", Empty: true},
				{Name: "blank", Body: " \r\n"},
				{Name: "ok", Head: "Content-Type: text/html\r\n", Body: "ok"},
				{Name: "an HTML page", Body: "<html></html>"},
				{Name: "a notice before it", Body: "<br />\n<b>Notice</b>" + callback.SampleResponse},
				{Name: "a number and a text", Body: "404 page not found\n"},
				{Name: "two values, the first no object", Body: "[]{}"},
				{Name: "comment", Body: edited(`{"ActionStatus"`, `{/* */"ActionStatus"`)},
				{Name: "NaN", Body: edited(`"ErrorCode": 0`, `"ErrorCode": NaN`)},
				{Name: "leading zero", Body: edited(`"ErrorCode": 0`, `"ErrorCode": 00`)},
				{Name: "plus sign", Body: edited(`"ErrorCode": 0`, `"ErrorCode": +0`)},
				{Name: "single quotes", Body: strings.ReplaceAll(callback.SampleResponse, `"`, `'`)},
				{Name: "no quotes", Body: `{ActionStatus: "OK"}`},
				{Name: "comma before the end", Body: edited(`}]}`, `}],}`)},
				{Name: "cut off", Body: callback.SampleResponse[:len(callback.SampleResponse)-1]},
				{Name: "line break in a text", Body: edited(`"ErrorInfo": ""`, "\"ErrorInfo\": \"a\nb\"")},
				{Name: "UTF-16", Body: "\xff\xfe{\x00}\x00"},
				{Name: "a byte order mark and nothing", Body: "\xef\xbb\xbf", Also: []string{}},
			}
		},
	}, when: notJSON, check: func(r *answerCheck) {
		f := Finding{Expected: "a JSON object", Received: "an empty body", Message: "the body is empty"}
		if err := r.scan.Err(); len(r.body) > 0 && err != nil {
			f.Received, f.Offset = startOf(r.x.Answer.Body), err.Offset
			f.Message = fmt.Sprintf(
				"the body is not JSON: wanted %s, got %s%s", err.Want, err.Got, looksLike(r.x.Answer.Body),
			)
		}
		r.add(f)
	}},
	{Rule: Rule{
		ID: "JSN-002", Title: "top level is an object", Severity: Must, Level: Fail, Source: InSample,
		Sentence: `{"ActionStatus": "OK","ErrorCode": 0,"ErrorInfo": "","ResultItem": [ … ]}`,
		Why:      "What Chat does with JSON that is no object is not documented; nothing in it can deny.",
		Fix:      "Answer the object itself: not a list, not null, and not JSON encoded once more as a string.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "an object"}}
			p.Fail = []Sample{
				{Name: "array", Body: "[" + callback.SampleResponse + "]"},
				{Name: "null", Body: "null"},
				{Name: "true", Body: "true"},
				{Name: "number", Body: " 0 "},
				{Name: "JSON in a string", Body: `"{\"ActionStatus\":\"OK\"}"`},
			}
		},
	}, when: notObject, check: func(r *answerCheck) {
		f := Finding{
			Expected: "an object", Received: startOf(r.body),
			Message: "the body is a JSON " + r.kind.String() + ", not an object",
		}
		if r.kind == rawjson.String && bytes.Contains(r.body, []byte(`{\"`)) {
			f.Message += ": JSON was encoded twice"
		}
		r.add(f)
	}},
	{Rule: Rule{
		ID: "JSN-003", Title: "one value only", Severity: Should, Level: Fail, Source: Overview,
		Sentence: notJSONSentence,
		Why:      "An object with something behind it is not JSON; a strict reader drops it, and the friend is added.",
		Fix:      "Write one object and end the response: look for a second write, a notice, or a debug line after it.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "line breaks at the end", Body: callback.SampleResponse + "\r\n\n \t"}}
			p.Fail = []Sample{
				{Name: "a second object", Body: callback.SampleResponse + callback.SampleResponse},
				{Name: "a notice", Body: callback.SampleResponse + "\n<b>Warning</b>"},
				{Name: "a zero byte", Body: callback.SampleResponse + "\x00"},
				{Name: "a semicolon", Body: callback.SampleResponse + ";"},
			}
		},
	}, when: trailing, check: func(r *answerCheck) {
		rest := bytes.TrimLeft(r.body[r.end:], " \t\r\n")
		r.add(Finding{
			Expected: "nothing after the object", Received: startOf(rest), Message: "something follows the object",
			Offset: len(r.body) - len(rest),
		})
	}},
	{Rule: Rule{
		ID: "JSN-004", Title: "no byte order mark", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "JSON text on a network must not start with a byte order mark; readers may refuse it (RFC 8259, section 8.1).",
		Why:      "Whether Chat's reader takes it is not documented. Where it does not, every denial is lost.",
		Fix:      "Save the source and template files without a byte order mark.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "a mark within a text", Body: edited(`"ErrorInfo": ""`, "\"ErrorInfo\": \"\ufeff\""),
				Also: []string{"INF-002"},
			}}
			p.Fail = []Sample{{Name: "before the object", Body: "\ufeff" + callback.SampleResponse}}
		},
	}, when: byteOrder, check: func(r *answerCheck) {
		r.addRaw(Finding{
			Expected: "'{' as the first byte", Received: "the bytes EF BB BF",
			Message: "the body starts with a byte order mark",
		})
	}},
	{Rule: Rule{
		ID: "JSN-005", Title: "valid UTF-8", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "JSON between systems is encoded in UTF-8 (RFC 8259, section 8.1).",
		Why:      "A strict reader drops the whole answer for one such byte; whether Chat's does is not documented.",
		Fix:      "Write UTF-8: convert what comes from databases and files in GBK or Latin-1, and cut texts between characters.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "Chinese in UTF-8", Body: edited(`"ErrorInfo": ""`, `"ErrorInfo": "好"`), Also: []string{"INF-002"},
			}}
			p.Fail = []Sample{
				{
					Name: "GBK",
					Body: body(
						`"FAIL"`, `38001`, "\"\xba\xc3\"", entry(`"id1"`, `38000`, `"x"`), entry(`"id2"`, `38000`, `"x"`),
					),
				},
				{
					Name: "cut within a character",
					Body: deciding("0", "38000")[:len(deciding("0", "38000"))-len(`"}]}`)] + "\xe5\xa5\"}]}",
				},
			}
		},
	}, when: badUTF8, check: func(r *answerCheck) {
		at := invalidUTF8(r.body)
		r.add(Finding{
			Expected: "UTF-8", Received: fmt.Sprintf("byte 0x%02X", r.body[at]), Message: "a text is not UTF-8",
			Offset: at,
		})
	}},
	{Rule: Rule{
		ID: "JSN-006", Title: "no duplicate members", Severity: Should, Level: Fail, Source: Robustness,
		Sentence: "The names within an object should be unique; of what a reader makes of others nobody can be sure (RFC 8259, section 4).",
		Why:      "Some readers take the first, some the last, some neither: two ResultCodes in one item can be a denial that lets through.",
		Fix:      "Write each member once; look for a map merged into a struct, or a field set on two levels of inheritance.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "the same name in two objects", Body: deciding("0", "0")},
				{
					Name: "an unknown name in each item", Body: strings.ReplaceAll(callback.SampleResponse, `"ResultInfo"`, `"x": 1,"ResultInfo"`),
					Also: []string{"JSN-009"},
				},
				{
					Name: "names that differ in case", Body: edited(`"ErrorInfo"`, `"x": 1, "X": 1, "ErrorInfo"`),
					Also: []string{"JSN-009"},
				},
			}
			p.Fail = []Sample{
				{Name: "ErrorCode", Body: edited(`"ErrorCode": 0`, `"ErrorCode": 0,"ErrorCode": 0`)},
				{Name: "spelt with an escape", Body: edited(`"ErrorCode": 0`, `"ErrorCode": 0,"\u0045rrorCode": 0`)},
				{Name: "ResultCode", Body: edited(`"ResultCode": 0`, `"ResultCode": 0,"ResultCode": 0`)},
				{Name: "To_Account", Body: edited(`"To_Account": "id1"`, `"To_Account": "id1","To_Account": "id1"`)},
				{Name: "ResultInfo", Body: edited(`"ResultInfo": ""`, `"ResultInfo": "","ResultInfo": ""`)},
				{Name: "ActionStatus", Body: edited(`"ActionStatus": "OK"`, `"ActionStatus": "OK","ActionStatus": "OK"`)},
				{Name: "ErrorInfo", Body: edited(`"ErrorInfo": ""`, `"ErrorInfo": "","ErrorInfo": ""`)},
				{Name: "ResultItem", Body: edited(`"ResultItem"`, `"ResultItem":[],"ResultItem"`)},
				{
					Name: "unknown, at the top", Body: edited(`"ErrorInfo"`, `"x": 1,"x": 1,"ErrorInfo"`),
					Also: []string{"JSN-009"},
				},
				{
					Name: "unknown, in an item", Body: edited(`"ResultInfo"`, `"x": 1,"x": 1,"ResultInfo"`),
					Also: []string{"JSN-009"},
				},
				{
					Name: "deep down", Body: edited(`"ErrorInfo"`, `"x": [{"y":{"z":1,"z":1}}],"ErrorInfo"`),
					Also: []string{"JSN-009"},
				},
			}
		},
	}, when: duplicate, check: func(r *answerCheck) {
		r.add(Finding{
			Expected: "each name once in an object", Received: fmt.Sprintf("%q again", r.dupName),
			Message: fmt.Sprintf("the member %q stands twice in one object", r.dupName), Offset: r.dupAt, Places: r.dups,
		})
	}},
	misnamedRule,
	{Rule: Rule{
		ID: "JSN-008", Title: "no lone surrogates", Severity: Advisory, Level: Note, Source: Robustness,
		Sentence: `An escape such as \ud83d without its other half stands for no character (RFC 8259, section 8.2).`,
		Why:      "Readers refuse it, replace it, or keep it; an account with one in it may not be recognised.",
		Fix:      "Cut texts between characters, not between UTF-16 units.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "a pair", Body: edited(`Info": ""`, `Info": "\ud83d\ude00"`), Also: []string{"INF-002"}}}
			p.Fail = []Sample{{Name: "the first half", Body: edited(`Info": ""`, `Info": "\ud83d"`), Also: []string{"INF-002"}}}
		},
	}, when: halfPair, check: func(r *answerCheck) {
		r.addRaw(Finding{
			Expected: "whole characters", Received: "half a surrogate pair",
			Message: "an escape is half a surrogate pair", Offset: -1,
		})
	}},
	unknownRule,
}
