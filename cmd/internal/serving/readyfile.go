package serving

import (
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/newfile"
)

// WriteReadyFile tells those who wait for the file where the server is. It appears whole.
func WriteReadyFile(name, url string) error {
	switch name {
	case "":
		return nil
	case capture.Stdio:
		return exit.Usagef("--ready-file: wanted a file; standard output has the URL already")
	}
	if err := newfile.Write(name, []byte(url+"\n"), newfile.Options{Force: true, Whole: true}); err != nil {
		return exit.Usagef("--ready-file: %w", err)
	}
	return nil
}
