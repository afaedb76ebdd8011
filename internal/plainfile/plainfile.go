// Package plainfile reads files that other files name: only plain ones, and not without end.
package plainfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// systems are what only looks like files. Their content is no data of anybody's: /proc/self/environ has secrets.
var systems = [...]string{"/proc", "/sys", "/dev"}

// Read reads a plain file of at most so many bytes. What would hang, as a FIFO without a writer does, what has no end, as
// /dev/zero, and what the system makes up, as in /proc, is an error that names the file.
func Read(name string, most int64) ([]byte, error) {
	path, err := filepath.EvalSymlinks(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.Unwrap(err)}
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	for _, system := range systems {
		if path == system || strings.HasPrefix(path, system+"/") {
			return nil, fmt.Errorf("%s: wanted a plain file, not one below %s", name, system)
		}
	}
	if err := plain(os.Stat(path)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err) // before it is opened: that may hang
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := plain(f.Stat()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("%s: it is longer than %d bytes", name, most)
	}
	return text, err
}

func plain(info os.FileInfo, err error) error {
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("wanted a plain file, not a folder, a FIFO or a device")
	}
	return err
}
