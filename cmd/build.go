package cmd

import (
	"fmt"
	"runtime/debug"
)

// versionLine is what chatcb version and --version print.
func versionLine() string {
	version, goVersion := buildVersion()
	return fmt.Sprintf("chatcb %s %s\n", version, goVersion)
}

// buildVersion tells the version of this program, and of the Go that built it.
func buildVersion() (version, goVersion string) {
	version = "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		goVersion = info.GoVersion
		if info.Main.Version != "" {
			version = info.Main.Version
		}
	}
	return version, goVersion
}

// toolName is what captures say wrote them.
func toolName() string {
	version, _ := buildVersion()
	return "chatcb " + version
}
