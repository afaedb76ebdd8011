package simulation

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/report"
)

// simulationFormat finds how a run of chatcb simulate is written down.
func simulationFormat(spec string) (render func(io.Writer, *Simulation) error, path string, err error) {
	formats := map[string]func(io.Writer, *Simulation) error{
		"json": JSON, "markdown": Markdown, "html": HTML,
	}
	names := []string{"json", "markdown", "html"}
	name, path, ok := strings.Cut(spec, "=")
	if !ok || path == "" {
		return nil, "", fmt.Errorf("--report: wanted FORMAT=FILE, such as html=report.html, got %q", spec)
	}
	if formats[name] == nil {
		return nil, "", fmt.Errorf("--report: no format %q%s; there are %s", name, nearest.Hint(name, names), strings.Join(names, ", "))
	}
	return formats[name], path, nil
}

// ClearFiles empties the files of the reports, FORMAT=FILE each, before anything is sent: a run that is killed
// must not leave an old report, and a file that cannot be written is better known now.
func ClearFiles(specs []string) error {
	for _, spec := range specs {
		_, path, err := simulationFormat(spec)
		if err != nil {
			return err
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			return fmt.Errorf("--report: %w", report.FolderMissing(path, err))
		}
	}
	return nil
}

// WriteFile writes the report FORMAT=FILE.
func WriteFile(spec string, s *Simulation) error {
	render, path, err := simulationFormat(spec)
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(file)
	return errors.Join(render(b, s), b.Flush(), file.Close())
}
