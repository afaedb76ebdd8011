package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/language"
)

// Stdout is the path of a report that goes to standard output.
const Stdout = "-"

// file is one report to be written: --report FORMAT=FILE.
type file[Result any] struct {
	Format Format[Result]
	Path   string
}

// Files are the reports to be written of a run.
type Files[Result any] struct {
	list   []file[Result]
	output Output
}

// Output says how reports are written.
type Output struct {
	Stdout io.Writer
	Reads  []string    // files that the command reads, and never writes over
	Perm   fs.FileMode // before the umask; 0 for 0666
	Words  *language.Words
}

func (o *Output) options() newfile.Options {
	return newfile.Options{Force: true, Perm: o.Perm, Reads: o.Reads}
}

// Any reports whether there are reports to be written.
func (files *Files[Result]) Any() bool { return len(files.list) > 0 }

// TakeStdout reports whether one goes to standard output, where nothing else may go then.
func (files *Files[Result]) TakeStdout() bool {
	return slices.ContainsFunc(files.list, func(f file[Result]) bool { return f.Path == Stdout })
}

// clear empties the files. A folder that is missing is an error: more often than not its name is misspelt.
func (files *Files[Result]) clear() error {
	seen := make(map[string]string)
	for _, f := range files.list {
		path, err := filepath.Abs(f.Path)
		if err != nil {
			return err
		}
		if other := seen[path]; other != "" {
			return fmt.Errorf("the reports %s and %s would go to the same file, %s", other, f.Format.Name, f.Path)
		}
		if seen[path] = f.Format.Name; f.Path == Stdout {
			continue
		}
		file, err := newfile.Create(f.Path, files.output.options()) // and no byte of it is written: a device may be full
		if err == nil {
			err = file.Close()
		}
		if err != nil {
			return fmt.Errorf("the report %s: %w", f.Format.Name, err)
		}
	}
	return nil
}

// Write renders the result into every file. A file is there whole or not at all: it is written beside and then renamed.
// What is no ordinary file, such as /dev/stdout or a pipe, is written to as it is.
func (files *Files[Result]) Write(r Result) (failed error) {
	for _, f := range files.list {
		if err := files.write(f, r); err != nil {
			failed = errors.Join(failed, fmt.Errorf("the report %s: %w", f.Format.Name, err))
		}
	}
	return failed
}

func (files *Files[Result]) write(f file[Result], r Result) error {
	if f.Path == Stdout {
		return f.Format.Render(files.output.Stdout, r, files.output.Words)
	}
	options := files.output.options()
	options.Whole = true
	file, err := newfile.Create(f.Path, options)
	if err != nil {
		return err
	}
	if err := f.Format.Render(file, r, files.output.Words); err != nil {
		return errors.Join(err, file.Abort())
	}
	return file.Close()
}
