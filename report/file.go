package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// File is one report to be written: --report FORMAT=FILE.
type File[Result any] struct {
	Format Format[Result]
	Path   string
}

// Files are the reports to be written of a run.
type Files[Result any] []File[Result]

// clear empties the files. A folder that is missing is an error: more often than not its name is misspelt.
func (files Files[Result]) clear() error {
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
		file, err := os.Create(f.Path) // and no byte of it is written: a device may be full
		if err != nil {
			return fmt.Errorf("the report %s: %w", f.Format.Name, folderMissing(f.Path, err))
		}
		if err := file.Close(); err != nil {
			return fmt.Errorf("the report %s: %w", f.Format.Name, err)
		}
	}
	return nil
}

// folderMissing names the folder of a file that could not be opened for want of it, else it is err.
func folderMissing(path string, err error) error {
	dir := filepath.Dir(path)
	if _, statErr := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && errors.Is(statErr, fs.ErrNotExist) {
		return fmt.Errorf("%s cannot be written: there is no folder %s; make it, or correct its name", path, dir)
	}
	return err
}

// Write renders the result into every file. A file is there whole or not at all: it is written beside and then renamed.
// What is no ordinary file, such as /dev/stdout or a pipe, is written to as it is.
func (files Files[Result]) Write(r Result) (failed error) {
	for _, f := range files {
		if err := f.write(r); err != nil {
			failed = errors.Join(failed, fmt.Errorf("the report %s: %w", f.Format.Name, err))
		}
	}
	return failed
}

func (f File[Result]) write(r Result) error {
	path, mode, plain, err := resolve(f.Path)
	if err != nil {
		return err
	}
	if !plain {
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Format.Render(file, r), file.Close())
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".chatcb-*")
	if err != nil {
		return err
	}
	err = errors.Join(f.Format.Render(file, r), file.Chmod(mode), file.Close())
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
