package settings

import (
	"os"
	"path/filepath"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/trust"
)

// source is a configuration file.
type source struct {
	name string
	// inside is the folder below which the files that it names must lie; "" for anywhere. Who owns a configuration file may
	// name any file, and so may who gives it on the command line.
	inside string
}

// sources lists the files to read, weakest first. Given is the value of --config.
func sources(given string) ([]source, error) {
	switch given {
	case "none":
		return nil, nil
	case "":
	default:
		if _, err := os.Stat(given); err != nil {
			return nil, exit.Usagef("--config: %w", err)
		}
		return []source{{name: given}}, nil
	}
	var list []source
	if dir, err := os.UserConfigDir(); err == nil {
		if file := filepath.Join(dir, "chatcb", configName); present(file) {
			list = append(list, source{name: file})
		}
	}
	here, err := os.Getwd()
	if err != nil {
		return list, nil
	}
	found, root := trust.Find(here, configName)
	if found == "" || len(list) > 0 && found == list[0].name {
		return list, nil
	}
	inside, err := trust.Check(found, root)
	if err != nil {
		return nil, exit.Usagef("configuration: %w", err)
	}
	return append(list, source{found, inside}), nil
}

func present(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}
