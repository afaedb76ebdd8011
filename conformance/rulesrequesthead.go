package conformance

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

var requestHeadRules = []*Rule{
	{
		ID: "RQH-001", Title: "Content-Length is the body's", Severity: Advisory, Level: Note, Source: Observed,
		Sentence: "Captured callbacks have a Content-Length.",
		Why:      "A receiver that trusts the length reads half a body, or waits for more.", Fix: forged,
		ask: func(a *asking) {
			length, _ := a.header("content-length")
			_, framed := a.header("transfer-encoding")
			if n, err := strconv.Atoi(string(length)); a.view.Head != nil && !framed && (err != nil || n != len(a.view.Body)) {
				a.add(Finding{
					Expected: fmt.Sprintf("Content-Length: %d", len(a.view.Body)), Received: string(length),
					Message: "Content-Length is missing, or not the length of the body", Offset: -1,
				})
			}
		},
		proof: func() Proof {
			return Proof{
				Pass: []Sample{{
					Name: "chunked",
					Raw:  "POST /?" + pageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + callback.PrevFriendAdd.Sample,
				}},
				Fail: []Sample{
					{
						Name: "none",
						Raw:  "POST /?" + pageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\r\n" + callback.PrevFriendAdd.Sample,
					},
					{
						Name: "another",
						Raw:  "POST /?" + pageQuery + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n" + callback.PrevFriendAdd.Sample,
					},
				},
			}
		},
	},
	{
		ID: "RQH-002", Title: "Content-Type is JSON's", Severity: Advisory, Level: Note, Source: Observed,
		Sentence: "The type of the request is not documented; captures suggest JSON.",
		Why:      "Frameworks parse the body by its type.", Fix: forged,
		ask: func(a *asking) {
			value, _ := a.header("content-type")
			if a.view.Head == nil || string(value) == "application/json" {
				return
			}
			if media, _ := mediaType(value); media != "application/json" {
				a.add(Finding{
					Expected: "application/json", Received: string(value), Message: "Content-Type is not JSON's",
					Offset: -1,
				})
			}
		},
		proof: func() Proof {
			return Proof{
				Pass: []Sample{{
					Name: "with a charset",
					Raw: strings.Replace(
						request("POST", "HTTP/1.1", pageQuery, callback.PrevFriendAdd.Sample), "application/json",
						"Application/json; charset=utf-8", 1,
					),
				}},
				Fail: []Sample{{
					Name: "text/plain",
					Raw: strings.Replace(
						request("POST", "HTTP/1.1", pageQuery, callback.PrevFriendAdd.Sample), "application/json", "text/plain", 1,
					),
				}},
			}
		},
	},
	{
		ID: "RQH-003", Title: "Host is there", Severity: Should, Level: Warn, Source: Robustness,
		Sentence: "A client sends Host in every HTTP/1.1 request (RFC 9112, section 3.2).",
		Why:      "Servers refuse a request without it.", Fix: forged,
		ask: func(a *asking) {
			if _, ok := a.header("host"); a.view.Head != nil && !ok {
				a.add(Finding{Expected: "Host", Received: "none", Message: "the request has no Host", Offset: -1})
			}
		},
		proof: func() Proof {
			return Proof{
				Pass: []Sample{{
					Name: "in any case",
					Raw:  strings.Replace(request("POST", "HTTP/1.1", pageQuery, callback.PrevFriendAdd.Sample), "Host", "hOST", 1),
				}},
				Fail: []Sample{{
					Name: "none",
					Raw:  strings.Replace(request("POST", "HTTP/1.1", pageQuery, callback.PrevFriendAdd.Sample), "Host", "X-Host", 1),
				}},
			}
		},
	},
}
