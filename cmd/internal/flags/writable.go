package flags

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/chatcb/chatcb/cmd/internal/exit"
)

// CheckWritable finds out whether a file that is written at the end of a run could be written, so that no run is lost for
// it. It leaves everything as it was: an earlier file keeps what it has until there is something to replace it.
func CheckWritable(flag, name string) error {
	if name == "" {
		return nil
	}
	if err := writable(name); err != nil {
		return exit.Usagef("%s: %w", flag, err)
	}
	return nil
}

func writable(name string) error {
	info, err := os.Stat(name)
	switch {
	case err == nil && !info.IsDir() && !info.Mode().IsRegular():
		return nil // opening one end of a pipe may wait for the other
	case err == nil:
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return f.Close()
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if target, err := os.Readlink(name); err == nil { // a link to what is not there yet
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(name), target)
		}
		name = target
	}
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, ".chatcb-*")
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s cannot be written: there is no folder %s; make it, or correct its name", name, dir)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", name, errors.Unwrap(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
