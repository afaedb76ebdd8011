package convert

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
)

// Formats lists the formats. When told by content, the first that fits counts.
func Formats() []Format {
	return []Format{
		captureFormat(), runFormat(), harFormat(), gorFormat(), httpFormat(), curlFormat(), postmanFormat(), goFormat(), csvFormat(),
	}
}

func names(formats []Format) []string {
	list := make([]string, len(formats))
	for i := range formats {
		list[i] = formats[i].Name
	}
	return list
}

// Readable and Writable list the names of the formats that can be read, and written.
func Readable() []string {
	return names(slices.DeleteFunc(Formats(), func(f Format) bool { return f.Read == nil }))
}

// Writable is to Readable what writing is to reading.
func Writable() []string {
	return names(slices.DeleteFunc(Formats(), func(f Format) bool { return f.Write == nil }))
}

// ByName returns the format of this name.
func ByName(name string) (Format, error) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	all := names(Formats())
	return Format{}, fmt.Errorf("no format %q%s; there are %s", name, nearest.Hint(name, all), strings.Join(all, ", "))
}

// ByEnding returns the format that a file of this name has when it is written.
func ByEnding(file string) (Format, bool) {
	file = strings.TrimSuffix(strings.TrimSuffix(file, ".gz"), ".zst")
	for _, f := range Formats() {
		if f.Write != nil && slices.Contains(f.Endings, strings.ToLower(filepath.Ext(file))) {
			return f, true
		}
	}
	return Format{}, false
}

// LinesByEnding reports whether a file of this name has a line for each exchange, whatever the first lines look like.
func LinesByEnding(file string) bool {
	for _, packed := range []string{".gz", ".zst"} {
		file = strings.TrimSuffix(file, packed)
	}
	return strings.HasSuffix(file, ".jsonl") || strings.HasSuffix(file, ".ndjson")
}

// ErrUnknownFormat is what Detect returns for a file that no format fits.
var ErrUnknownFormat = errors.New("the format cannot be told from the content")

// DetectSize is how much of the start of a file Detect wants to see.
const DetectSize = 4096

// Detect tells the format of a file by its first bytes, of which there should be DetectSize, or all.
func Detect(start []byte) (Format, error) {
	for _, f := range Formats() {
		if f.Looks != nil && f.Looks(start) {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("%w: name one of %s", ErrUnknownFormat, strings.Join(Readable(), ", "))
}
