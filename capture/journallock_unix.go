//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package capture

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

const lockName = "lock"

// lockJournal takes the lock of the writer, which the system lets go of when the process ends, however it ends. It is on the
// folder: a file could be deleted, and another writer would lock a new one.
func lockJournal(root *os.Root) (*os.File, error) {
	folder, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	if err = lockFile(folder); err == nil {
		if err = nameWriter(root); err == nil {
			return folder, nil
		}
	} else if errors.Is(err, errLocked) {
		pid, _ := root.ReadFile(lockName)
		err = fmt.Errorf("process %s has it open for writing", strings.TrimSpace(string(pid[:min(len(pid), 20)])))
	}
	folder.Close()
	return nil, err
}

// nameWriter writes down which process writes, for people. A full disk is no reason not to go on.
func nameWriter(root *os.Root) error {
	err := root.WriteFile(lockName, fmt.Appendf(nil, "%d\n", os.Getpid()), 0o600)
	if errors.Is(err, syscall.ENOSPC) {
		return nil
	}
	return err
}
