package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/safe"
)

// Format is one way to write down a result. Write or WriteIn writes everything, and changes nothing in the result.
type Format[Result any] struct {
	Name        string // as in --report NAME=FILE
	Suffix      string // that files of this format usually have, with its dot
	Description string // one line, for help
	Write       func(w io.Writer, r Result) error
	WriteIn     func(w io.Writer, r Result, words *language.Words) error // instead of Write, where it has sentences
	ForPrograms bool                                                     // its sentences are English unless another language was asked for
}

// Render writes the result in the language of the words, and no character of it acts on a terminal.
func (f Format[Result]) Render(w io.Writer, r Result, words *language.Words) error {
	b := bufio.NewWriter(w)
	out := safe.Writer{W: b}
	err := f.Apply(&out, r, words)
	flushed := b.Flush()
	return cmp.Or(err, out.Err, flushed) // most often the same error of writing, which is said once
}

// Apply calls Write or WriteIn, with the words that belong to the format.
func (f Format[Result]) Apply(w io.Writer, r Result, words *language.Words) error {
	switch {
	case f.WriteIn == nil:
		return f.Write(w, r)
	case f.ForPrograms:
		words = words.ForPrograms()
	}
	return f.WriteIn(w, r, words)
}

// Formats are those that a result can be written in.
type Formats[Result any] []Format[Result]

// ByName finds a format. The error suggests the name that may have been meant.
func (all Formats[Result]) ByName(name string) (Format[Result], error) {
	if i := slices.Index(all.Names(), name); i >= 0 {
		return all[i], nil
	}
	hint := nearest.Hint(name, all.Names())
	return Format[Result]{}, fmt.Errorf("no report format %q%s; there are %s", name, hint, strings.Join(all.Names(), ", "))
}

// Names lists the formats by name.
func (all Formats[Result]) Names() (names []string) {
	for _, f := range all {
		names = append(names, f.Name)
	}
	return names
}

// Files reads FORMAT=FILE of each report that is to be written, and replaces the reports of an earlier run by empty files.
// It is called before anything is sent: a run that is killed must not leave an old green report, and a file that cannot be
// written is better known now. The file - is standard output.
func (all Formats[Result]) Files(specs []string, output Output) (*Files[Result], error) {
	files := &Files[Result]{output: output}
	for _, spec := range specs {
		name, path, ok := strings.Cut(spec, "=")
		if !ok || path == "" {
			return nil, fmt.Errorf("wanted FORMAT=FILE, such as %s=report%s, got %q", all[0].Name, all[0].Suffix, spec)
		}
		format, err := all.ByName(name)
		if err != nil {
			return nil, err
		}
		for _, part := range strings.Split(path, ",")[1:] {
			other, file, more := strings.Cut(part, "=")
			if _, err := all.ByName(other); more && err == nil {
				return nil, fmt.Errorf("each report has a --report of its own: %q would be the name of one file; add --report %s=%s", path, other, file)
			}
		}
		files.list = append(files.list, file[Result]{format, path})
	}
	return files, files.clear()
}
