// Package formats is the table of the formats in which captures are read and written, and tells one by its name, by the
// name of a file, or by its content.
package formats

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/capture/format/curl"
	"github.com/chatcb/chatcb/capture/format/decisions"
	"github.com/chatcb/chatcb/capture/format/gofixture"
	"github.com/chatcb/chatcb/capture/format/gor"
	"github.com/chatcb/chatcb/capture/format/har"
	"github.com/chatcb/chatcb/capture/format/httpfile"
	"github.com/chatcb/chatcb/capture/format/native"
	"github.com/chatcb/chatcb/capture/format/postman"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Formats lists the formats. When told by content, the first that fits counts.
func Formats() []format.Format {
	return []format.Format{
		native.Capture(), native.Run(), har.Format(), gor.Format(), httpfile.Format(), curl.Format(), postman.Format(),
		gofixture.Format(), decisions.Format(),
	}
}

func names(formats []format.Format) []string {
	list := make([]string, len(formats))
	for i := range formats {
		list[i] = formats[i].Name
	}
	return list
}

// Readable and Writable list the names of the formats that can be read, and written.
func Readable() []string {
	return names(slices.DeleteFunc(Formats(), func(f format.Format) bool { return f.Read == nil }))
}

// Writable is to Readable what writing is to reading.
func Writable() []string {
	return names(slices.DeleteFunc(Formats(), func(f format.Format) bool { return !f.Writable() }))
}

// ByName returns the format of this name.
func ByName(name string) (format.Format, error) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	all := names(Formats())
	return format.Format{}, fmt.Errorf("no format %q%s; there are %s", name, nearest.Hint(name, all), strings.Join(all, ", "))
}

// ByEnding returns the format that a file of this name has when it is written.
func ByEnding(file string) (format.Format, bool) {
	for _, f := range Formats() {
		if f.Writable() && slices.Contains(f.Endings, strings.ToLower(filepath.Ext(capture.PlainName(file)))) {
			return f, true
		}
	}
	return format.Format{}, false
}

// LinesByEnding reports whether a file of this name has a line for each exchange, whatever the first lines look like.
func LinesByEnding(file string) bool {
	file = capture.PlainName(file)
	return strings.HasSuffix(file, ".jsonl") || strings.HasSuffix(file, ".ndjson")
}

// ErrUnknownFormat is what Detect returns for a file that no format fits.
var ErrUnknownFormat = errors.New("the format cannot be told from the content")

// DetectSize is how much of the start of a file Detect wants to see.
const DetectSize = 4096

// Detect tells the format of a file by its first bytes, of which there should be DetectSize, or all.
func Detect(start []byte) (format.Format, error) {
	for _, f := range Formats() {
		if f.Looks != nil && f.Looks(start) {
			return f, nil
		}
	}
	return format.Format{}, fmt.Errorf("%w: name one of %s", ErrUnknownFormat, strings.Join(Readable(), ", "))
}
