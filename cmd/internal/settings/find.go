package settings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/chatcb/chatcb/cmd/internal/exit"
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
		if file := filepath.Join(dir, "chatcb", configName); exists(file) {
			list = append(list, source{name: file})
		}
	}
	here, err := os.Getwd()
	if err != nil {
		return list, nil
	}
	found, root := find(here)
	if found == "" || len(list) > 0 && found == list[0].name {
		return list, nil
	}
	inside, err := trusted(found, root)
	if err != nil {
		return nil, err
	}
	return append(list, source{found, inside}), nil
}

// find looks for the configuration in a folder and in those above it, but no higher than the root of the repository, or
// the home folder: what stands above, such as in a folder for temporary files, is another's. Root is the repository's, or "".
func find(dir string) (file, root string) {
	home, _ := os.UserHomeDir()
	highest := ""
	for d := dir; ; d = filepath.Dir(d) {
		if exists(filepath.Join(d, ".git")) {
			highest, root = d, d
			break
		}
		if d == home {
			highest = d
			break
		}
		if d == filepath.Dir(d) {
			highest = dir // neither: this folder alone
			break
		}
	}
	for d := dir; ; d = filepath.Dir(d) {
		if name := filepath.Join(d, configName); exists(name) {
			return name, root
		}
		if d == highest {
			return "", root
		}
	}
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return !errors.Is(err, fs.ErrNotExist)
}

// trusted refuses a configuration file that was found and that another user may have put there. What is root's may be
// read, and by root what is another's in a repository that is all that user's, as in a container; but the files that it
// names must lie below its folder then.
func trusted(file, root string) (inside string, err error) {
	dir := filepath.Dir(file)
	for _, look := range []func(string) (fs.FileInfo, error){os.Lstat, os.Stat} {
		info, err := look(file)
		if err != nil {
			return "", exit.Usagef("configuration: %w", err)
		}
		if info.Mode().Type() != fs.ModeSymlink && worldWritable(info) {
			return "", exit.Usagef("%s can be written by every user, and is not read; take that right away (chmod o-w), or name a file with --config FILE", file)
		}
		owner, me, known := owners(info)
		switch {
		case !known, owner == me:
			continue
		case owner == 0, me == 0 && root != "" && ownsAll(owner, root, dir):
			inside = dir
		default:
			return "", exit.Usagef("%s is the file of %s, and is not read; if you want its settings, name it with --config %s", file, userName(owner), file)
		}
	}
	return inside, nil
}

// ownsAll reports whether a user owns the repository: its root, what git keeps, and the folders down to dir.
func ownsAll(user int, root, dir string) bool {
	for _, name := range []string{root, filepath.Join(root, ".git")} {
		if !ownedBy(user, name) {
			return false
		}
	}
	for d := dir; d != root && len(d) > len(root); d = filepath.Dir(d) {
		if !ownedBy(user, d) {
			return false
		}
	}
	return true
}

func ownedBy(user int, name string) bool {
	info, err := os.Lstat(name)
	if err != nil {
		return false
	}
	owner, _, known := owners(info)
	return known && owner == user && !worldWritable(info)
}
