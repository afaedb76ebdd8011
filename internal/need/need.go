// Package need finds what a test cannot bring along: programs and abilities of the machine. Where they are missing the
// test is skipped and says so, unless the environment has CHATCB_REQUIRE=all, as in CI: then it fails.
package need

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Variable names the environment variable; with the value "all" nothing that is missing is excused.
const Variable = "CHATCB_REQUIRE"

// Program returns the path of a program. Besides PATH it looks where Debian keeps servers.
func Program(tb testing.TB, name string) string {
	tb.Helper()
	path, err := exec.LookPath(name)
	for _, dir := range []string{"/usr/sbin", "/usr/local/sbin"} {
		if err != nil {
			path, err = exec.LookPath(filepath.Join(dir, name))
		}
	}
	if err != nil {
		missing(tb, "the program "+name+" is not installed")
	}
	return path
}

// IPv6 makes sure that there is an IPv6 loopback address.
func IPv6(tb testing.TB) {
	tb.Helper()
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		missing(tb, "there is no address ::1")
		return
	}
	_ = l.Close()
}

// All reports whether tests are to leave nothing out, not even what takes long.
func All() bool { return os.Getenv(Variable) == "all" }

func missing(tb testing.TB, what string) {
	tb.Helper()
	if All() {
		tb.Fatalf("%s, and %s=all", what, Variable)
	}
	tb.Skipf("%s; %s=all makes this a failure", what, Variable)
}

// Module makes sure that node finds an npm package.
func Module(tb testing.TB, node, name string) {
	tb.Helper()
	script := `require.resolve(process.argv[1])`
	if out, err := exec.CommandContext(tb.Context(), node, "-e", script, name).CombinedOutput(); err != nil {
		missing(tb, "the npm package "+name+" is not in NODE_PATH: "+strings.SplitN(string(out), "\n", 2)[0])
	}
}
