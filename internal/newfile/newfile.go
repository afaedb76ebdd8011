// Package newfile creates the files that commands write. What is there already is not written over unless the user insists,
// and what a command reads never is.
package newfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Private are the permissions of what holds the words and ids of people.
const Private fs.FileMode = 0o600

// Options say how a file is made.
type Options struct {
	Force bool        // write over a file that is there
	Whole bool        // the file takes its name when it is closed: nobody sees half of it, and an earlier one stays until then
	Perm  fs.FileMode // before the umask; 0 for 0666
	Reads []string    // files that the command reads
}

// File is a file being written. Close it when all is well, else Abort.
type File struct {
	*os.File
	temp string // written instead of name until it is complete
	name string // without symbolic links
	over bool   // it may replace a file
}

// ExistsError says that a file is there already.
type ExistsError struct{ Name string }

func (e *ExistsError) Error() string { return e.Name + " is there already; --force writes over it" }
func (e *ExistsError) Unwrap() error { return fs.ErrExist }

// place is what a name stands for.
type place struct {
	name  string      // without symbolic links
	info  fs.FileInfo // nil if there is nothing yet
	plain bool        // a regular file, or nothing yet: no pipe, no device, and none of the streams that a shell has opened
}

// look finds out what a name stands for, and refuses what may not be written over.
func look(name string, o Options) (place, error) {
	p := place{name: name, plain: true}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		p.name = real // a rename would put the file in the place of the link
	} else if target, err := os.Readlink(name); err == nil { // a link to what is not there yet
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(name), target)
		}
		p.name = target
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p, nil
	case err != nil:
		return p, Problem(name, err)
	case info.IsDir():
		return p, fmt.Errorf("%s is a folder; wanted the name of a file", name)
	}
	p.info = info
	if p.plain = info.Mode().IsRegular() && !strings.HasPrefix(name, "/dev/"); !p.plain {
		return p, nil
	}
	if !o.Force {
		return p, &ExistsError{name}
	}
	for _, read := range o.Reads {
		if other, err := os.Stat(read); err == nil && !o.Whole && os.SameFile(other, info) {
			return p, fmt.Errorf("%s is read by this command, which cannot write over it", name)
		}
	}
	return p, nil
}

// Create makes a file. Pipes and devices are written to as they are.
func Create(name string, o Options) (*File, error) {
	p, err := look(name, o)
	if err != nil {
		return nil, err
	}
	if o.Perm == 0 {
		o.Perm = 0o666
	}
	f := &File{name: p.name, over: o.Force}
	switch {
	case !p.plain:
		f.File, err = os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	case o.Whole:
		f.temp = filepath.Join(filepath.Dir(p.name), fmt.Sprintf(".chatcb-%d-%s", os.Getpid(), filepath.Base(p.name)))
		f.File, err = os.OpenFile(f.temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, o.Perm)
		if err == nil && p.info != nil {
			err = f.Chmod(p.info.Mode().Perm() & o.Perm) // as the file that it replaces
		}
	case o.Force:
		f.File, err = os.OpenFile(p.name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, o.Perm)
	default:
		f.File, err = os.OpenFile(p.name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, o.Perm)
	}
	if err != nil {
		return nil, Problem(name, err)
	}
	return f, nil
}

// Close completes the file and gives it its name.
func (f *File) Close() error {
	if err := f.File.Close(); err != nil || f.temp == "" {
		return errors.Join(err, f.remove())
	}
	temp := f.temp
	f.temp = ""
	if f.over {
		return os.Rename(temp, f.name)
	}
	err := os.Link(temp, f.name) // which writes over nothing
	switch {
	case err == nil:
		return os.Remove(temp)
	case errors.Is(err, fs.ErrExist): // it came meanwhile
		return errors.Join(&ExistsError{f.name}, os.Remove(temp))
	}
	return os.Rename(temp, f.name) // a file system without links
}

// Abort gives up: nothing is left of a file that was to be whole. After Close it does nothing.
func (f *File) Abort() error {
	err := f.File.Close()
	if errors.Is(err, os.ErrClosed) {
		err = nil
	}
	return errors.Join(err, f.remove())
}

func (f *File) remove() error {
	if f.temp == "" {
		return nil
	}
	temp := f.temp
	f.temp = ""
	return os.Remove(temp)
}

// Write makes a file with this content.
func Write(name string, content []byte, o Options) error {
	f, err := Create(name, o)
	if err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return errors.Join(err, f.Abort())
	}
	return f.Close()
}

// Check finds out whether a file that is written at the end of a run could be, so that no run is lost for it. It leaves
// everything as it was.
func Check(name string, o Options) error {
	p, err := look(name, o)
	switch {
	case err != nil:
		return err
	case !p.plain:
		return nil // opening one end of a pipe may wait for the other
	case p.info != nil:
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return Problem(name, err)
		}
		return f.Close()
	}
	f, err := os.CreateTemp(filepath.Dir(p.name), ".chatcb-*")
	if err != nil {
		return Problem(name, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// Problem says why a file of this name could not be opened for writing: the name in err may be that of a temporary file,
// and where a folder is missing the system speaks of the file.
func Problem(name string, err error) error {
	failed, ok := errors.AsType[*fs.PathError](err)
	if !ok {
		return err
	}
	dir := filepath.Dir(name)
	if target, err := os.Readlink(name); err == nil {
		if dir = filepath.Dir(target); !filepath.IsAbs(target) {
			dir = filepath.Join(filepath.Dir(name), dir)
		}
	}
	if _, missing := os.Stat(dir); errors.Is(missing, fs.ErrNotExist) {
		return &noFolderError{name, dir}
	}
	return fmt.Errorf("%s cannot be written: %w", name, failed.Err)
}

type noFolderError struct{ file, folder string }

func (e *noFolderError) Error() string {
	return fmt.Sprintf("%s cannot be written: there is no folder %s; make it, or correct the name", e.file, e.folder)
}

func (e *noFolderError) Unwrap() error { return fs.ErrNotExist }
