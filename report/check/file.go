package check

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/result"
)

// File is one report to be written: --report FORMAT=FILE.
type File struct {
	Format Format
	Path   string
}

// ParseFile reads FORMAT=FILE.
func ParseFile(spec string) (File, error) {
	name, path, ok := strings.Cut(spec, "=")
	if !ok || path == "" {
		return File{}, fmt.Errorf("wanted FORMAT=FILE, such as junit=report.xml, got %q", spec)
	}
	format, err := FormatByName(name)
	return File{format, path}, err
}

// ClearFiles replaces the reports of an earlier run by empty files. It is called before anything is sent: a run that
// is killed must not leave an old green report, and a file that cannot be written is better known now. A folder that is
// missing is an error: more often than not its name is misspelt.
func ClearFiles(files []File) error {
	seen := make(map[string]string)
	for _, f := range files {
		path, err := filepath.Abs(f.Path)
		if err != nil {
			return err
		}
		if other := seen[path]; other != "" {
			return fmt.Errorf("the reports %s and %s would go to the same file, %s", other, f.Format.Name, f.Path)
		}
		seen[path] = f.Format.Name
		if err := f.clear(); err != nil {
			return fmt.Errorf("the report %s: %w", f.Format.Name, err)
		}
	}
	return nil
}

func (f File) clear() error {
	file, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return report.FolderMissing(f.Path, err)
	}
	return file.Close()
}

// Write renders the run into the file, which is there whole or not at all: it is written beside and then renamed. What
// is no ordinary file, such as /dev/stdout or a pipe, is written to as it is.
func (f File) Write(run *result.Run) error {
	if err := f.write(run); err != nil {
		return fmt.Errorf("the report %s: %w", f.Format.Name, err)
	}
	return nil
}

func (f File) write(run *result.Run) error {
	path, mode, plain, err := resolve(f.Path)
	if err != nil {
		return err
	}
	if !plain {
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.render(file, run), file.Close())
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".chatcb-*")
	if err != nil {
		return err
	}
	err = errors.Join(f.render(file, run), file.Chmod(mode), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name()) // the first error says more
	}
	return err
}

// resolve follows links, so that a rename does not replace one, and says what is there.
func resolve(path string) (real string, mode fs.FileMode, plain bool, err error) {
	if real, err = filepath.EvalSymlinks(path); errors.Is(err, fs.ErrNotExist) {
		return path, 0o644, true, nil
	}
	if err != nil {
		return path, 0, false, err
	}
	info, err := os.Stat(real)
	if err != nil {
		return path, 0, false, err
	}
	return real, info.Mode().Perm(), info.Mode().IsRegular(), nil
}

func (f File) render(w io.Writer, run *result.Run) error {
	b := bufio.NewWriter(w)
	return errors.Join(f.Format.Render(b, run), b.Flush())
}
