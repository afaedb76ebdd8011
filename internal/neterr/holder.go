package neterr

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Holder names the process that listens on a port of this machine, or is "": where there is no /proc, and where the process is
// another user's.
func Holder(port int) string {
	sockets := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, _ := os.ReadFile(table) // without it nothing is known
		for line := range strings.Lines(string(text)) {
			// sl local_address rem_address st … inode, as in proc(5); 0A is LISTEN
			f := strings.Fields(line)
			if len(f) > 9 && f[3] == "0A" && strings.HasSuffix(f[1], fmt.Sprintf(":%04X", port)) {
				sockets["socket:["+f[9]+"]"] = true
			}
		}
	}
	if len(sockets) == 0 {
		return ""
	}
	open, _ := filepath.Glob("/proc/[0-9]*/fd/*") // the pattern is right
	for _, fd := range open {
		if to, err := os.Readlink(fd); err == nil && sockets[to] {
			process := filepath.Dir(filepath.Dir(fd))
			name, _ := os.ReadFile(process + "/comm")
			return fmt.Sprintf("%s, process %s", strings.TrimSpace(string(name)), filepath.Base(process))
		}
	}
	return ""
}
