package conformance

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

var requestHeadRules = []*requestRule{
	{Rule: Rule{
		ID: "RQH-001", Title: "Content-Length is the body's", Severity: Advisory, Level: Note, Source: Observed,
		Sentence: "Captured callbacks have a Content-Length.",
		Why:      "A receiver that trusts the length reads half a body, or waits for more.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "chunked",
				Raw:  "POST /?" + PageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + callback.PrevFriendAdd.Sample,
			}}
			p.Fail = []Sample{
				{
					Name: "none",
					Raw:  "POST /?" + PageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\r\n" + callback.PrevFriendAdd.Sample,
				},
				{
					Name: "another",
					Raw:  "POST /?" + PageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n" + callback.PrevFriendAdd.Sample,
				},
			}
		},
	}, check: func(a *requestCheck) {
		length, _ := a.header("content-length")
		_, framed := a.header("transfer-encoding")
		if n, err := strconv.Atoi(string(length)); a.head != nil && !framed && (err != nil || n != len(a.content)) {
			a.add(Finding{
				Expected: fmt.Sprintf("Content-Length: %d", len(a.content)), Received: string(length),
				Message: "Content-Length is missing, or not the length of the body", Offset: -1,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQH-002", Title: "Content-Type is JSON's", Severity: Advisory, Level: Note, Source: Observed,
		Sentence: "The type of the request is not documented; captures suggest JSON.",
		Why:      "Frameworks parse the body by its type.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "with a charset",
				Raw: strings.Replace(
					SampleRequest("POST", "HTTP/1.1", PageQuery, callback.PrevFriendAdd.Sample), "application/json",
					"Application/json; charset=utf-8", 1,
				),
			}}
			p.Fail = []Sample{{
				Name: "text/plain",
				Raw: strings.Replace(
					SampleRequest("POST", "HTTP/1.1", PageQuery, callback.PrevFriendAdd.Sample), "application/json", "text/plain", 1,
				),
			}}
		},
	}, check: func(a *requestCheck) {
		value, _ := a.header("content-type")
		if a.head == nil || string(value) == "application/json" {
			return
		}
		if media, _ := mediaType(value); media != "application/json" {
			a.add(Finding{
				Expected: "application/json", Received: string(value), Message: "Content-Type is not JSON's",
				Offset: -1,
			})
		}
	}},
	{Rule: Rule{
		ID: "RQH-003", Title: "Host is there", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "A client sends Host in every HTTP/1.1 request (RFC 9112, section 3.2).",
		Why:      "Servers refuse a request without it.", Fix: forged,
		Samples: func(p *Proof) {
			p.Pass = []Sample{{
				Name: "in any case",
				Raw:  strings.Replace(SampleRequest("POST", "HTTP/1.1", PageQuery, callback.PrevFriendAdd.Sample), "Host", "hOST", 1),
			}}
			p.Fail = []Sample{{
				Name: "none",
				Raw:  strings.Replace(SampleRequest("POST", "HTTP/1.1", PageQuery, callback.PrevFriendAdd.Sample), "Host", "X-Host", 1),
			}}
		},
	}, check: func(a *requestCheck) {
		if _, ok := a.header("host"); a.head != nil && !ok {
			a.add(Finding{Expected: "Host", Received: "none", Message: "the request has no Host", Offset: -1})
		}
	}},
}
