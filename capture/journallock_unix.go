//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package capture

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
)

const lockName = "lock"

// lockJournal takes the lock of the writer, which the system lets go of when the process ends, however it ends.
func lockJournal(root *os.Root) (*os.File, error) {
	f, err := root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err = lockFile(f); err == nil {
		if err = f.Truncate(0); err == nil {
			_, err = fmt.Fprintf(f, "%d\n", os.Getpid()) // for people: the lock is what counts
		}
		if err == nil || errors.Is(err, syscall.ENOSPC) {
			return f, nil
		}
	} else if errors.Is(err, errLocked) {
		pid, _ := io.ReadAll(io.LimitReader(f, 20))
		err = fmt.Errorf("process %s has it open for writing", strings.TrimSpace(string(pid)))
	}
	f.Close()
	return nil, err
}
