package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/report/safe"
)

// Format is one way to write down a result. Write writes everything, and changes nothing in the result.
type Format[Result any] struct {
	Name        string // as in --report NAME=FILE
	Suffix      string // that files of this format usually have, with its dot
	Description string // one line, for help
	Write       func(w io.Writer, r Result) error
}

// Render writes the result, in which no character acts on a terminal.
func (f Format[Result]) Render(w io.Writer, r Result) error {
	b := bufio.NewWriter(w)
	out := safe.Writer{W: b}
	return errors.Join(f.Write(&out, r), out.Err, b.Flush())
}

// Formats are those that a result can be written in.
type Formats[Result any] []Format[Result]

// ByName finds a format. The error suggests the name that may have been meant.
func (all Formats[Result]) ByName(name string) (Format[Result], error) {
	for _, f := range all {
		if f.Name == name {
			return f, nil
		}
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
		files.list = append(files.list, File[Result]{format, path})
	}
	return files, files.clear()
}
