// Package convert reads what other tools recorded as exchanges, and writes exchanges for other tools.
//
// [Formats] lists what there is. A format reads and writes streams; what it has no place for is counted in [Lost], so
// that nothing is lost silently.
package convert

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Options are what conversions need to know. The zero value is ready.
type Options struct {
	Strict    bool                 // what is no exchange is an error, and not skipped
	OnProblem func(error)          // hears of what is skipped
	OnHeader  func(capture.Header) // hears of a capture's header, before its first record
	DropExtra bool                 // nobody looks at what stands beside the exchanges of a capture
	Lost      *Lost                // collects what could not be carried; may be nil
	Judge     conformance.Judge    // for formats that hold decisions
	Package   string               // of Go fixtures; "" means callback_test
	Tool      string               // what writes, such as "chatcb 1.2.0"
}

// problem reports what is skipped, and returns an error if it cannot be.
func (o *Options) problem(err error) error {
	if o.Strict {
		return err
	}
	if o.OnProblem != nil {
		o.OnProblem(err)
	}
	return nil
}

// Sink takes records and writes them in a format. Close writes what ends the file; it does not close the file.
type Sink interface {
	Write(*capture.Record) error
	Close() error
}

// Format is a file format. One that cannot be read has no Read, one that cannot be written no Write.
type Format struct {
	Name    string
	Title   string
	Endings []string // of file names, before .gz or .zst

	// Read reads a file. Each record is good until the next; an error is the last element.
	Read func(r io.Reader, o Options) iter.Seq2[*capture.Record, error]
	// Write begins a file.
	Write func(w io.Writer, o Options) Sink

	looks func(start []byte) bool // whether a file that starts so is of this format
}

// Formats lists the formats. When told by content, the first that fits counts.
func Formats() []Format {
	return []Format{
		{"capture", "chatcb's own: exchanges as JSON Lines", []string{".jsonl", ".ndjson"}, readCapture, writeCapture, looksCapture},
		{"run", "what chatcb prints with --output json", nil, readRun, nil, looksRun},
		{"har", "HTTP Archive 1.2, of browsers and proxies", []string{".har"}, readHAR, writeHAR, looksHAR},
		{"gor", "GoReplay's files", []string{".gor"}, readGor, writeGor, looksGor},
		{"http", "plain HTTP messages, a request and then its answer if there is one", []string{".http", ".txt"}, readHTTP, writeHTTP, looksHTTP},
		{"curl", "curl command lines", []string{".sh", ".curl"}, readCurl, writeCurl, looksCurl},
		{"postman", "Postman collection 2.1", []string{".json"}, nil, writePostman, nil},
		{"go", "Go test fixtures", []string{".go"}, nil, writeGo, nil},
		{"csv", "a table of decisions, a row for each account", []string{".csv"}, nil, writeCSV, nil},
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
		if f.looks != nil && f.looks(start) {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("%w: name one of %s", ErrUnknownFormat, strings.Join(Readable(), ", "))
}

// Lost counts what a conversion had no place for. Its zero value is ready, and a nil one counts nothing.
type Lost struct {
	items []LostItem
}

// LostItem is one kind of thing that was lost.
type LostItem struct {
	What  string // such as "the exact bytes of the request's head"
	Count int    // of exchanges
	First uint64 // the number of the first of them
}

// Add counts what was lost of exchange seq.
func (l *Lost) Add(seq uint64, what string) {
	if l == nil {
		return
	}
	for i := range l.items {
		if l.items[i].What == what {
			l.items[i].Count++
			return
		}
	}
	l.items = append(l.items, LostItem{what, 1, seq})
}

// Items lists what was lost, in the order in which it was first met.
func (l *Lost) Items() []LostItem {
	if l == nil {
		return nil
	}
	return slices.Clone(l.items)
}
