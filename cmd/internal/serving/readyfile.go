package serving

import (
	"errors"
	"fmt"
	"io"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/exit"
)

// WriteReadyFile tells whoever waits for the file where the server is. It appears whole.
func WriteReadyFile(name, url string) error {
	switch name {
	case "":
		return nil
	case capture.Stdio:
		return exit.Usagef("--ready-file: wanted a file; standard output has the URL already")
	}
	file, err := capture.Create(name, nil, true)
	if err != nil {
		return exit.Usagef("--ready-file: %w", err)
	}
	if _, err := io.WriteString(file, url+"\n"); err != nil {
		return fmt.Errorf("--ready-file: %w", errors.Join(err, file.Abort()))
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("--ready-file: %w", err)
	}
	return nil
}
