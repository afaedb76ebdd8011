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

var headerChecks = []check{
	rule.On("HDR-001", read.OddType, func(c *Checker) {
		switch media, _ := read.MediaType(c.ContentType); {
		case media == "application/json" || strings.HasSuffix(media, "+json"):
		case c.ContentType == nil:
			c.Add("none")
		default:
			c.Add("other", "type", string(c.ContentType))
		}
	}),
	rule.On("HDR-002", read.OddType, func(c *Checker) {
		switch _, charset := read.MediaType(c.ContentType); charset {
		case "", "utf-8", "utf8", "us-ascii":
		default:
			c.Add("", "type", string(c.ContentType))
		}
	}),
	rule.On("HDR-003", read.BadFraming, func(c *Checker) {
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
		f := c.Add(kind, "received", received, "lengths", lengths, "came", came)
		if kind != "larger" && c.Incomplete() {
			c.inherit(f, rule.Must) // JSN-001
		}
	}),
	rule.On("HDR-004", read.Encoded, func(c *Checker) {
		f := c.Add("", "encoding", string(c.ContentEncoding))
		if c.Kind == rawjson.Invalid {
			c.inherit(f, rule.Must) // JSN-001
		}
	}),
	rule.On("HDR-005", read.SecretBack, func(c *Checker) {
		kind := "header"
		if bytes.Contains(c.X.Answer.Body, []byte(c.Secret)) {
			kind = "body"
		}
		c.Add(kind, "bytes", len(c.Secret))
	}),
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
