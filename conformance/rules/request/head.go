package request

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/rule"
)

var requestHeadRules = []*element{
	{Rule: rule.Rule{
		ID: "RQH-001", Title: "Content-Length is the body's", Severity: rule.Advisory, Level: rule.Note, Source: rule.Observed,
		Sentence: "Captured callbacks have a Content-Length.",
		Why:      "A receiver that trusts the length reads half a body, or waits for more.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{
				Name: "chunked",
				Raw:  "POST /?" + rule.PageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + callback.PrevFriendAdd.Sample,
			}}
			p.Fail = []rule.Sample{
				{
					Name: "none",
					Raw:  "POST /?" + rule.PageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\r\n" + callback.PrevFriendAdd.Sample,
				},
				{
					Name: "another",
					Raw:  "POST /?" + rule.PageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n" + callback.PrevFriendAdd.Sample,
				},
			}
		},
	}, check: func(a *Checker) {
		length, _ := a.Header("content-length")
		_, framed := a.Header("transfer-encoding")
		if n, err := strconv.Atoi(string(length)); a.Head != nil && !framed && (err != nil || n != len(a.Content)) {
			a.add(rule.Finding{
				Expected: fmt.Sprintf("Content-Length: %d", len(a.Content)), Received: string(length),
				Message: "Content-Length is missing, or not the length of the body", Offset: -1,
			})
		}
	}},
	{Rule: rule.Rule{
		ID: "RQH-002", Title: "Content-Type is JSON's", Severity: rule.Advisory, Level: rule.Note, Source: rule.Observed,
		Sentence: "The type of the request is not documented; captures suggest JSON.",
		Why:      "Frameworks parse the body by its type.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{
				Name: "with a charset",
				Raw: strings.Replace(
					rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, callback.PrevFriendAdd.Sample), "application/json",
					"Application/json; charset=utf-8", 1,
				),
			}}
			p.Fail = []rule.Sample{{
				Name: "text/plain",
				Raw: strings.Replace(
					rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, callback.PrevFriendAdd.Sample), "application/json", "text/plain", 1,
				),
			}}
		},
	}, check: func(a *Checker) {
		value, _ := a.Header("content-type")
		if a.Head == nil || string(value) == "application/json" {
			return
		}
		if media, _ := read.MediaType(value); media != "application/json" {
			a.add(rule.Finding{
				Expected: "application/json", Received: string(value), Message: "Content-Type is not JSON's",
				Offset: -1,
			})
		}
	}},
	{Rule: rule.Rule{
		ID: "RQH-003", Title: "Host is there", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "A client sends Host in every HTTP/1.1 request (RFC 9112, section 3.2).",
		Why:      "Servers refuse a request without it.", Fix: forged,
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{
				Name: "in any case",
				Raw:  strings.Replace(rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, callback.PrevFriendAdd.Sample), "Host", "hOST", 1),
			}}
			p.Fail = []rule.Sample{{
				Name: "none",
				Raw:  strings.Replace(rule.SampleRequest("POST", "HTTP/1.1", rule.PageQuery, callback.PrevFriendAdd.Sample), "Host", "X-Host", 1),
			}}
		},
	}, check: func(a *Checker) {
		if _, ok := a.Header("host"); a.Head != nil && !ok {
			a.add(rule.Finding{Expected: "Host", Received: "none", Message: "the request has no Host", Offset: -1})
		}
	}},
}
