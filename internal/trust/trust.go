// Package trust tells files that may be obeyed from those that somebody else left lying there. Who may write a file is
// known on Unix alone; on other systems whatever is found is trusted.
package trust

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Find looks for a file of this name in a folder and in those above it, but no higher than the root of the repository, or
// the home folder: what stands above, such as in a folder for temporary files, is another's. Root is the repository's, or "".
func Find(dir, name string) (file, root string) {
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
		if file := filepath.Join(d, name); exists(file) {
			return file, root
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

// Check refuses a file that was found and that another user may have put there. What is root's may be
// read, and by root what is another's in a repository that is all that user's, as in a container; but the files that it
// names must lie below its folder then.
func Check(file, root string) (inside string, err error) {
	dir := filepath.Dir(file)
	for _, look := range []func(string) (fs.FileInfo, error){os.Lstat, os.Stat} {
		info, err := look(file)
		if err != nil {
			return "", err
		}
		if info.Mode().Type() != fs.ModeSymlink && worldWritable(info) {
			return "", fmt.Errorf("%s can be written by every user, and is not read; take that right away (chmod o-w), or name a file "+
				"with --config FILE", file)
		}
		owner, me, known := owners(info)
		switch {
		case !known, owner == me:
			continue
		case owner == 0, me == 0 && root != "" && ownsAll(owner, root, dir):
			inside = dir
		default:
			return "", fmt.Errorf("%s is the file of %s, and is not read; if you want its settings, name it with --config %s", file,
				userName(owner), file)
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

// Below refuses a file, or the name of one to be made, that does not lie below a folder; links count for what they name.
func Below(folder, name string) error {
	real, err := realPath(name)
	if err != nil {
		return err
	}
	inside, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return err
	}
	if below, err := filepath.Rel(inside, real); err != nil || !filepath.IsLocal(below) {
		return fmt.Errorf("%s does not lie below %s, the folder of a file that another user owns", name, folder)
	}
	return nil
}

// realPath is the absolute path of a file that may not be there yet, without links.
func realPath(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real, nil
	}
	if target, err := os.Readlink(name); err == nil { // a link to what is not there
		return target, nil
	}
	dir := filepath.Dir(name)
	if dir == name {
		return name, nil
	}
	dir, err = realPath(dir)
	return filepath.Join(dir, filepath.Base(name)), err
}
