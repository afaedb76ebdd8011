package http1

import "errors"

// Defect is a set of things that are wrong with the HTTP of an answer.
type Defect uint16

// The defects.
const (
	BadStatusLine   Defect = 1 << iota // does not start with HTTP/1.x and three digits
	BadHeader                          // a header line without colon, with a bad name, or folded
	BadLength                          // Content-Length is not a number, or there are two that differ
	LengthAndChunks                    // both Content-Length and Transfer-Encoding
	BadEncoding                        // a Transfer-Encoding other than one chunked, or in HTTP/1.0
	BadChunk                           // a chunk whose size or end is malformed
	Short                              // ended before the length or the last chunk promised
	Extra                              // bytes after the end of the message
	HeadTooLarge                       // the header block, or the trailers, passed the reader's limit
	BodyTooLarge                       // the body, or the framing of its chunks, passed the reader's limit
	Switched                           // 101 Switching Protocols, which nobody asked for
)

var defectWords = []struct {
	bit  Defect
	word string
}{
	{BadStatusLine, "no HTTP status line"},
	{BadHeader, "malformed header line"},
	{BadLength, "malformed or conflicting Content-Length"},
	{LengthAndChunks, "both Content-Length and Transfer-Encoding"},
	{BadEncoding, "unknown, repeated or HTTP/1.0 Transfer-Encoding"},
	{BadChunk, "malformed chunk"},
	{Short, "ended before its promised end"},
	{Extra, "bytes after the end of the message"},
	{HeadTooLarge, "header block over the limit"},
	{BodyTooLarge, "body over the limit"},
	{Switched, "101 Switching Protocols unasked"},
}

// defectOf is why the framing of chunks could not be followed.
func defectOf(err error) Defect {
	refusal, _ := errors.AsType[*Error](err)
	switch refusal.Status {
	case 413:
		return BodyTooLarge
	case 431:
		return HeadTooLarge
	}
	return BadChunk
}

// Words lists the defects of the set.
func (d Defect) Words() []string {
	var words []string
	for _, w := range defectWords {
		if d&w.bit != 0 {
			words = append(words, w.word)
		}
	}
	return words
}
