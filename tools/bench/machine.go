package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// machine says where a comparison was made, and what system calls cost there: what a request costs is mostly theirs, and
// how one contender stands to another changes with it.
func machine() (string, error) {
	call := perCall(func() error {
		_, _, _ = syscall.Syscall(syscall.SYS_GETPPID, 0, 0, 0) // it cannot fail
		return nil
	})
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return "", err
	}
	defer func() { _, _ = syscall.Close(pair[0]), syscall.Close(pair[1]) }()
	b := make([]byte, 512)
	through := perCall(func() error {
		if _, err = syscall.Write(pair[0], b); err == nil {
			_, err = syscall.Read(pair[1], b)
		}
		return err
	})
	return fmt.Sprintf("%d processors (%s), %s, %s; a system call costs %.2f µs, 512 bytes through a local socket %.2f",
		runtime.NumCPU(), processorName(), runtime.GOOS, runtime.Version(), call, through), err
}

// perCall is the time of one call in microseconds: the least of several tries.
func perCall(f func() error) float64 {
	const calls, tries = 2000, 50
	least := time.Hour
	for range tries {
		start := time.Now()
		for range calls {
			if f() != nil {
				return 0
			}
		}
		least = min(least, time.Since(start))
	}
	return float64(least) / calls / 1e3
}

var modelName = regexp.MustCompile(`(?m)^model name\s*: (.+)$`)

func processorName() string {
	text, _ := os.ReadFile("/proc/cpuinfo") // only there to be printed
	if found := modelName.FindSubmatch(text); found != nil {
		return strings.TrimSpace(string(found[1]))
	}
	return runtime.GOARCH
}
