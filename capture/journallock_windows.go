package capture

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

const lockName = "lock"

// lockJournal takes the lock of the writer: a file that nobody else can open while it is open.
func lockJournal(root *os.Root) (*os.File, error) {
	path := filepath.Join(root.Name(), lockName)
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, fmt.Errorf("another process may have it open for writing: %w", err)
	}
	return os.NewFile(uintptr(h), path), nil
}
