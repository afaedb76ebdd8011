package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// FolderMissing names the folder of a file that could not be opened for want of it, else it is err.
func FolderMissing(path string, err error) error {
	dir := filepath.Dir(path)
	if _, statErr := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && errors.Is(statErr, fs.ErrNotExist) {
		return fmt.Errorf("%s cannot be written: there is no folder %s; make it, or correct its name", path, dir)
	}
	return err
}
