package conformance

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// maxText is how long a text may be before INF-005 mentions it, in bytes.
const maxText = 1 << 10

var textRules = []*answerRule{
	{Rule: Rule{
		ID: "INF-001", Title: "failure is explained", Severity: Should, Level: Warn, Source: Page,
		Sentence: infoRow + " Error information |",
		Why:      "Who looks for the reason of a failure in Chat's console or logs finds a number.",
		Fix:      "Say in ErrorInfo what failed, in a few words without internals.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "explained", Body: failing("38000")},
				{
					Name: "null has its own rule", Body: strings.Replace(failing("38000"), `"database down"`, `null`, 1),
					Also: []string{"TYP-003"},
				},
			}
			p.Fail = []Sample{{Name: "empty", Body: strings.Replace(failing("38000"), `"database down"`, `""`, 1)}}
		},
	}, when: failed, check: func(r *answerCheck) {
		if f := &r.top[topInfo]; r.failed() && f.kind == rawjson.String && len(f.text) == 0 {
			r.add(Finding{
				Expected: "a text", Received: `""`,
				Message: "ErrorCode says that processing failed, ErrorInfo does not say why", Offset: f.at,
			})
		}
	}},
	{Rule: Rule{
		ID: "INF-002", Title: "success carries no error text", Severity: Advisory, Level: Note, Source: InSample,
		Sentence: `"ErrorCode": 0,"ErrorInfo": ""`,
		Why:      "ErrorInfo is for errors. A text beside ErrorCode 0 is often a failure that was not turned into a code.",
		Fix:      "Leave ErrorInfo empty when ErrorCode is 0.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "a failure", Body: failing("38000")},
				{Name: "a denial has its text in ResultInfo", Body: deciding("0", "38000")},
				{
					Name: "no code to go by", Body: edited(`"ErrorCode": 0,"ErrorInfo": ""`, `"ErrorInfo": "x"`),
					Also: []string{"REQ-002"},
				},
			}
			p.Fail = []Sample{{Name: "success", Body: edited(`"ErrorInfo": ""`, `"ErrorInfo": "success"`)}, {Name: "one byte", Body: edited(`"ErrorInfo": ""`, `"ErrorInfo": "-"`)}}
		},
	}, when: texts, check: func(r *answerCheck) {
		f := &r.top[topInfo]
		if r.code.readable() && r.code.value == 0 && f.kind == rawjson.String && len(f.text) > 0 {
			r.add(Finding{
				Expected: `""`, Received: `"` + string(f.text) + `"`,
				Message: "ErrorInfo has a text although ErrorCode is 0", Offset: f.at,
			})
		}
	}},
	{Rule: Rule{
		ID: "INF-003", Title: "denial is explained", Severity: Should, Level: Warn, Source: Page,
		Sentence: reasonRow + " Error information |",
		Why:      "Who asks why a friend could not be added finds a number.",
		Fix:      "Say in ResultInfo why, in a few words that the user may see.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{{Name: "explained", Body: deciding("0", "38000")}}
			p.Fail = []Sample{{Name: "empty", Body: edited(`"ResultCode": 0`, `"ResultCode": 38000`)}}
		},
	}, when: denied, check: func(r *answerCheck) {
		it, n := r.first(func(it *item) bool {
			f := &it.fields[itemInfo]
			return it.code.value != 0 && f.kind == rawjson.String && len(f.text) == 0
		})
		if n > 0 {
			r.addItem(
				it, n,
				Finding{
					Expected: "a text", Received: `""`,
					Message: "the account is denied, ResultInfo does not say why", Offset: it.fields[itemInfo].at,
				},
			)
		}
	}},
	internalsRule,
	{Rule: Rule{
		ID: "INF-005", Title: "reasonable length", Severity: Advisory, Level: Note, Source: Robustness,
		Sentence: "A text is for people: at most 1 KiB.",
		Why:      "No limit is documented; a long text is mostly a page or a trace that slipped in.",
		Fix:      "Shorten it, and log the rest.",
		Samples: func(p *Proof) {
			p.Pass = []Sample{
				{Name: "1024 bytes", Body: deciding1("38000", strings.Repeat("x", maxText))},
				{Name: "1024 bytes in escapes", Body: deciding1("38000", strings.Repeat(`\n`, maxText))},
			}
			p.Fail = []Sample{
				{Name: "1025 bytes", Body: deciding1("38000", strings.Repeat("x", maxText+1))},
				{
					Name: "ErrorInfo",
					Body: strings.Replace(failing("38000"), "database down", strings.Repeat("x", maxText+1), 1),
				},
			}
		},
	}, when: texts, check: func(r *answerCheck) {
		for i := errorInfo; i < len(r.items); i++ {
			if s := r.said(i); len(s.text) > maxText {
				r.add(Finding{
					Account: string(s.account), Expected: "at most 1024 bytes",
					Received: fmt.Sprintf("%d bytes", len(s.text)), Message: s.member + " is long", Offset: s.at,
				})
				return
			}
		}
	}},
}

func (r *answerCheck) failed() bool { return r.code.value != 0 }

// said is a text of the answer and where it stands.
type said struct {
	member  string
	text    []byte // without its escapes
	at      int
	account []byte
}

// errorInfo is the number of the first text, ErrorInfo; the ResultInfo of each item follows.
const errorInfo = -1

// said returns the text number i, from errorInfo on. It is empty where there
// is none.
func (r *answerCheck) said(i int) said {
	f, member, account := &r.top[topInfo], "ErrorInfo", []byte(nil)
	if i != errorInfo {
		f, member, account = &r.items[i].fields[itemInfo], "ResultInfo", r.items[i].account
	}
	if f.kind != rawjson.String {
		return said{}
	}
	return said{member, r.str(f.text), f.at, account}
}

// internalsRule looks for what only the operators of the receiver should see.
var internalsRule = &answerRule{Rule: Rule{
	ID: "INF-004", Title: "no internals leaked", Severity: Advisory, Level: Warn, Source: Page,
	Sentence: "For more security considerations, see the Security Considerations section in Third-Party Callback Overview.",
	Why:      "Stack traces, SQL and paths tell an attacker what to try next, and say that an exception got out.",
	Fix:      "Catch errors in one place, log them there, and answer a text made for the outside.",
	Samples: func(p *Proof) {
		p.Pass = []Sample{
			{Name: "a polite text", Body: deciding1("38000", "blocked: too many requests (3/day), see https://example.com/home/rules.html at 10:30")},
			{
				Name: "SQL that was in the request",
				Asks: `{"FriendItem":[{"To_Account":"SELECT * FROM users"},{"To_Account":"id2"}]}`,
				Body: body(
					`"OK"`, `0`, `""`, entry(`"SELECT * FROM users"`, `38000`, `"no such user: SELECT * FROM users"`),
					entry(`"id2"`, `0`, `""`),
				),
			},
			{
				Name: "an error page", Status: 502, Head: "Content-Type: text/html\r\n",
				Body: "<html><center>nginx</center></html>", Also: []string{"STS-001"},
			},
		}
		p.Fail = leakSamples()
	},
}, when: texts | oddBody, check: func(r *answerCheck) {
	if r.facts&oddBody != 0 {
		if what, at := r.internals(r.x.Answer.Body); what != "" {
			r.addRaw(Finding{
				Expected: "a text made for the outside", Received: what, Message: "the answer shows " + what,
				Offset: at,
			})
		}
		return
	}
	for i := errorInfo; i < len(r.items); i++ {
		s := r.said(i)
		if what, _ := r.internals(s.text); what != "" {
			r.add(Finding{
				Account: string(s.account), Expected: "a text made for the outside", Received: string(s.text),
				Message: s.member + " shows " + what, Offset: s.at,
			})
			return
		}
	}
}}

// internals finds a trace of the receiver's inside that did not come from the request.
func (r *answerCheck) internals(text []byte) (what string, at int) {
	for i := range text {
		for _, t := range traces[text[i]] {
			if t.matches(text, i) && !bytes.Contains(r.x.Sent, []byte(t.text)) {
				return t.what, i
			}
		}
	}
	return what, at
}
