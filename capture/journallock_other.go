//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package capture

import "os"

const lockName = "lock"

// lockJournal only makes the file: this system has no lock that ends with the process, and one that does not would keep
// a journal closed after a crash.
func lockJournal(root *os.Root) (*os.File, error) {
	return root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o600)
}
