package cmd

import (
	"errors"
	"fmt"
	"io"

	"github.com/chatcb/chatcb/capture"
)

// writeReadyFile tells whoever waits for the file where the server is. It appears whole.
func writeReadyFile(name, url string) error {
	switch name {
	case "":
		return nil
	case capture.Stdio:
		return usagef("--ready-file: wanted a file; standard output has the URL already")
	}
	file, err := capture.Create(name, nil, true)
	if err != nil {
		return usagef("--ready-file: %w", err)
	}
	if _, err := io.WriteString(file, url+"\n"); err != nil {
		return fmt.Errorf("--ready-file: %w", errors.Join(err, file.Abort()))
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("--ready-file: %w", err)
	}
	return nil
}
