package app

import (
	"fmt"
	"runtime/debug"
)

// VersionLine is what chatcb version and --version print.
func VersionLine() string {
	version, goVersion := BuildVersion()
	return fmt.Sprintf("chatcb %s %s\n", version, goVersion)
}

// BuildVersion tells the version of this program, and of the Go that built it.
func BuildVersion() (version, goVersion string) {
	version = "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		goVersion = info.GoVersion
		if info.Main.Version != "" {
			version = info.Main.Version
		}
	}
	return version, goVersion
}

// ToolName is what captures say wrote them.
func ToolName() string {
	version, _ := BuildVersion()
	return "chatcb " + version
}
