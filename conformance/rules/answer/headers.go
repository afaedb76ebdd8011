package answer

import (
	"bytes"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/internal/read"
	"github.com/chatcb/chatcb/conformance/internal/sample"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/language"
)

const (
	wrongEnd    = "the end of the answer is not where it was promised"
	promisedEnd = "an answer that ends where its headers say"
	secretBack  = "a secret of the request stands in the answer"
)

var headerRules = []*element{
	{Rule: rule.Rule{
		ID: "HDR-001", Title: "JSON content type", Severity: rule.Should, Level: rule.Warn, Source: rule.Page,
		Sentence: "contenttype | Always json | (of the request; the type of the answer is not documented)",
		Why:      "Chat's use of the answer's type is not documented; a type other than JSON's is how an error page or a forgotten header looks.",
		Fix:      "Set Content-Type: application/json before the first byte of the body: Go's net/http guesses text/plain without it.",
		English: []rule.Wording{
			{Kind: "other", Message: "the answer does not call itself JSON", Expected: "application/json", Received: "{type}"},
			{Kind: "none", Message: "the answer does not call itself JSON", Expected: "application/json", Received: "no Content-Type"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "with a charset", Head: "content-type: Application/JSON;charset=utf-8\r\n"},
				{Name: "a type made of JSON", Head: "Content-Type: application/problem+json\r\n"},
				{
					Name: "an HTML page has its own rule", Head: "Content-Type: text/html\r\n", Body: "<p>ok</p>",
					Also: []string{"JSN-001"},
				},
			}
			p.Fail = []rule.Sample{
				{Name: "Go's guess", Head: "Content-Type: text/plain; charset=utf-8\r\n"},
				{Name: "none", Head: "Server: x\r\n"},
				{Name: "empty", Head: "Content-Type:\r\n"},
				{Name: "HTML around JSON", Head: "Content-Type: text/html\r\n"},
				{Name: "a longer name", Head: "Content-Type: application/json5\r\n"},
				{Name: "the first one counts", Head: "Content-Type: text/plain\r\nContent-Type: text/html\r\n"},
			}
		},
	}, when: read.OddType, check: func(c *Checker) {
		switch media, _ := read.MediaType(c.ContentType); {
		case media == "application/json" || strings.HasSuffix(media, "+json"):
		case c.ContentType == nil:
			c.addRaw("none", -1)
		default:
			c.addRaw("other", -1, "type", string(c.ContentType))
		}
	}},
	{Rule: rule.Rule{
		ID: "HDR-002", Title: "charset, if given, is UTF-8", Severity: rule.Should, Level: rule.Warn, Source: rule.Robustness,
		Sentence: "JSON between systems is UTF-8 (RFC 8259, section 8.1); a charset that says otherwise makes readers guess.",
		Why:      "A reader that believes the charset misreads every account that is not ASCII.",
		Fix:      "Leave the charset out, or say charset=utf-8 and write UTF-8.",
		English: []rule.Wording{
			{Message: "the answer announces an encoding other than UTF-8", Expected: "charset=utf-8, or none", Received: "{type}"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "quoted", Head: "Content-Type: application/json; charset=\"UTF-8\"\r\n"},
				{Name: "another parameter", Head: "Content-Type: application/json; profile=gbk\r\n"},
				{Name: "ASCII is UTF-8", Head: "Content-Type: application/json; charset=us-ascii\r\n"},
			}
			p.Fail = []rule.Sample{
				{Name: "gbk", Head: "Content-Type: application/json; charset=gbk\r\n"},
				{Name: "gb2312", Head: "Content-Type: application/json; charset=\"GB2312\"\r\n"},
				{
					Name: "latin-1 behind another parameter",
					Head: "Content-Type: application/json; a=b; Charset=iso-8859-1\r\n",
				},
			}
		},
	}, when: read.OddType, check: func(c *Checker) {
		switch _, charset := read.MediaType(c.ContentType); charset {
		case "", "utf-8", "utf8", "us-ascii":
		default:
			c.addRaw("", -1, "type", string(c.ContentType))
		}
	}},
	{Rule: rule.Rule{
		ID: "HDR-003", Title: "framing is exact", Severity: rule.Should, Level: rule.Fail, Source: rule.Robustness,
		Sentence: "Content-Length equals the bytes of the body, or the body is chunked and has its last chunk (RFC 9112, section 6).",
		Why:      "An answer without its promised end is one that a client may still be waiting for when the two seconds are over.",
		Fix:      "Let the server count the length; do not set Content-Length by hand or from characters instead of bytes.",
		English: []rule.Wording{
			{Kind: "end", Message: wrongEnd, Expected: promisedEnd, Received: "{received}"},
			{Kind: "lengths", Message: wrongEnd, Expected: promisedEnd, Received: "{received}: Content-Length {lengths}, bytes received: {came}"},
			{Kind: "chunks", Message: wrongEnd, Expected: promisedEnd, Received: "{received}: in chunks, bytes received: {came}"},
			{
				Kind: "larger", Message: "the answer is larger than what is read of one here, and is judged as cut off",
				Expected: "an answer that is read to its end", Received: "{received}",
				Fix: "Answer an item of a few hundred bytes for each account, and nothing more; --max-body reads more of one, if all together stay below 64 MiB.",
			},
			{Kind: "closed", Message: "the connection was closed"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{
					Name: "chunked",
					Raw: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + sample.Chunked(
						callback.SampleResponse,
					),
				},
				{
					Name: "until the end of the connection",
					Raw:  "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + callback.SampleResponse,
				},
				{
					Name: "a stalled body has its own rule", Raw: sample.Lengthy(999, callback.SampleResponse),
					Failure: callback.Late, Also: []string{"LAT-001"},
				},
			}
			p.Fail = []rule.Sample{
				{
					Name: "the length is more than the body",
					Raw:  sample.Lengthy(len(callback.SampleResponse)+1, callback.SampleResponse),
				},
				{
					Name: "the length is less than the body",
					Raw:  sample.Lengthy(len(callback.SampleResponse), callback.SampleResponse+"\n"),
				},
				{Name: "closed within the body", Raw: sample.Lengthy(99, `{"Act`), Failure: callback.Reset},
				{
					Name: "reset within the body", Raw: sample.Lengthy(len(callback.SampleResponse), callback.SampleResponse),
					Failure: callback.Reset,
				},
				{
					Name: "no last chunk",
					Raw:  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Act\r\n",
				},
				{
					Name: "two lengths",
					Raw:  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n" + callback.SampleResponse,
				},
				{
					Name: "length beside chunks",
					Raw: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + sample.Chunked(
						callback.SampleResponse,
					),
				},
				{
					Name: "with status 500 too", Raw: "HTTP/1.1 500 X\r\nContent-Length: 9\r\n\r\nno",
					Also: []string{"STS-001"},
				},
			}
		},
	}, when: read.BadFraming, check: func(c *Checker) {
		defects := c.X.Answer.Defects &^ (http1.BadStatusLine | http1.Switched)
		kind, received := "end", c.silence()
		if defects != 0 {
			received = phrases(defects.Words())
		}
		lengths := c.contentLengths()
		switch {
		case defects == http1.BodyTooLarge:
			kind = "larger"
		case lengths != nil:
			kind = "lengths"
		case c.X.Answer.Framing == http1.FramingChunked:
			kind = "chunks"
		}
		came := len(c.X.Answer.Body) + max(len(c.X.Received)-c.X.Answer.End, 0)
		f := c.addRaw(kind, -1, "received", received, "lengths", lengths, "came", came)
		if kind != "larger" && c.Incomplete() {
			c.inherit(f, rule.Must) // JSN-001
		}
	}},
	{Rule: rule.Rule{
		ID: "HDR-004", Title: "no unasked compression", Severity: rule.Should, Level: rule.Fail, Source: rule.Overview,
		Sentence: "could not be parsed - not in JSON format",
		Why:      "Chat asks for no compression that is documented; compressed bytes are not JSON, and then the friend is added.",
		Fix:      "Compress only where the request has an Accept-Encoding that asks for it.",
		English: []rule.Wording{
			{Message: "the body is compressed although nobody asked for it", Expected: "no Content-Encoding", Received: "{encoding}"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{{
				Name: "identity is none", Head: "Content-Type: application/json\r\nContent-Encoding: identity\r\n",
			}}
			p.Fail = []rule.Sample{
				{
					Name: "gzip", Head: "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
					Body: "\x1f\x8b\x08\x00",
				},
				{Name: "said of a plain body", Head: "Content-Type: application/json\r\ncontent-encoding: br\r\n"},
				{
					Name: "before the chunks",
					Raw:  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n\r\n4\r\n\x1f\x8b\x08\x00\r\n0\r\n\r\n",
				},
			}
		},
	}, when: read.Encoded, check: func(c *Checker) {
		f := c.addRaw("", -1, "encoding", string(c.ContentEncoding))
		if c.Kind == rawjson.Invalid {
			c.inherit(f, rule.Must) // JSN-001
		}
	}},
	{Rule: rule.Rule{
		ID: "HDR-005", Title: "no secret echoed", Severity: rule.Advisory, Level: rule.Warn, Source: rule.Page,
		Sentence: "For more security considerations, see the Security Considerations section in Third-Party Callback Overview.",
		Why:      "Answers end up in logs; who reads a token there can sign requests of his own.",
		Fix:      "Do not echo the request's URL, headers or configuration into the answer.",
		English: []rule.Wording{
			{Kind: "body", Message: secretBack, Expected: "no secret of the request in the answer", Received: "one of {bytes} bytes in the body"},
			{Kind: "header", Message: secretBack, Expected: "no secret of the request in the answer", Received: "one of {bytes} bytes in a header"},
		},
		Samples: func(p *rule.Proof) {
			p.Pass = []rule.Sample{
				{Name: "no secret", Secrets: []string{"17773bc39a671d7b"}},
				{Name: "too short to be told from chance", Secrets: []string{"Error"}},
			}
			p.Fail = []rule.Sample{
				{
					Name: "in the body", Secrets: []string{"short", "absent", "17773bc39a671d7b"},
					Body: sample.Edited(`"ErrorInfo": ""`, `"ErrorInfo": "17773bc39a671d7b"`), Also: []string{"INF-002"},
				},
				{
					Name: "in a header", Secrets: []string{"s3cret"},
					Head: "Content-Type: application/json\r\nX-Token: s3cret\r\n",
				},
				{
					Name: "at the start", Secrets: []string{"s3cret"}, Status: 403, Body: "s3cret",
					Also: []string{"STS-001"},
				},
				{
					Name: "on an error page", Secrets: []string{"s3cret"}, Status: 403, Body: "bad token s3cret",
					Also: []string{"STS-001"},
				},
			}
		},
	}, when: read.SecretBack, check: func(c *Checker) {
		kind := "header"
		if c.SecretAt >= 0 {
			kind = "body"
		}
		c.addRaw(kind, c.SecretAt, "bytes", len(c.Secret))
	}},
}

// contentLengths lists the values of Content-Length.
func (c *Checker) contentLengths() (values []string) {
	for name, value := range c.X.Answer.Headers() {
		if bytes.EqualFold(name, []byte("Content-Length")) {
			values = append(values, string(value))
		}
	}
	return values
}

// phrases are some of them with semicolons between.
func phrases(words []string) language.Sayer {
	all := language.Joined{Key: "then"}
	for _, word := range words {
		all.List = append(all.List, language.Phrase(word))
	}
	return all
}
