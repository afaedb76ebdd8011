//go:build unix

package trust

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// owners are the number of the user whose the file is, and of the one who runs this process.
func owners(info fs.FileInfo) (owner, me int, known bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return int(stat.Uid), os.Geteuid(), true
}

func worldWritable(info fs.FileInfo) bool { return info.Mode().Perm()&0o002 != 0 }

// userName is the name of a user, or the number of one that has none.
func userName(id int) string {
	if u, err := user.LookupId(strconv.Itoa(id)); err == nil {
		return "the user " + u.Username
	}
	return fmt.Sprintf("the user with number %d", id)
}
