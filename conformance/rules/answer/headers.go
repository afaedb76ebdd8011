package answer

import (
	"bytes"
	"strings"

	"github.com/chatcb/chatcb/conformance/internal/read"
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
