package capture

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Stdio is the name that stands for standard input or output.
const Stdio = "-"

// maxWindow bounds the memory that a zstd file can ask for, in bytes; the command line tool's own limit.
const maxWindow = 128 << 20

var (
	gzipMagic = []byte{0x1f, 0x8b}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

// Open opens a file for reading and takes off gzip or zstd, told by its first bytes. [Stdio] is stdin, which is not
// closed. A file whose name ends in .gz or .zst and that is neither is an error: it may be damaged.
func Open(name string, stdin io.Reader) (io.ReadCloser, error) {
	in := &input{r: stdin}
	if name != Stdio {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		in.r, in.close = f, append(in.close, f.Close)
	}
	if err := in.decompress(name); err != nil {
		_ = in.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return in, nil
}

// input is a file and what is wrapped around it.
type input struct {
	r     io.Reader
	close []func() error
}

func (in *input) Read(p []byte) (int, error) { return in.r.Read(p) }

func (in *input) Close() error {
	var err error
	for i := len(in.close) - 1; i >= 0; i-- {
		err = errors.Join(err, in.close[i]())
	}
	return err
}

func (in *input) decompress(name string) error {
	b := bufio.NewReaderSize(in.r, readSize)
	start, err := b.Peek(len(zstdMagic))
	if err != nil && err != io.EOF {
		return err
	}
	in.r = b
	switch {
	case bytes.HasPrefix(start, gzipMagic):
		z, err := gzip.NewReader(b)
		if err != nil {
			return err
		}
		in.r, in.close = z, append(in.close, z.Close)
	case bytes.Equal(start, zstdMagic):
		z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return err
		}
		in.r, in.close = z, append(in.close, func() error { z.Close(); return nil })
	case strings.HasSuffix(name, ".gz"), strings.HasSuffix(name, ".zst"):
		return fmt.Errorf("the name says that it is compressed, and it is not")
	}
	return nil
}

// Output is a file being written. Close it when all is well, else Abort.
type Output struct {
	w     io.Writer
	close []func() error
	temp  string // written instead of name until it is complete
	name  string
	real  string // the same without symbolic links
}

// Create makes a file for writing, compressed where its name ends in .gz or .zst, readable by its owner alone: captures
// hold what users wrote. [Stdio] is stdout, never compressed and never closed. With atomic, the file takes its name when
// it is closed: whoever opens it never sees half of it, and one that was there before stays until then.
func Create(name string, stdout io.Writer, atomic bool) (*Output, error) {
	o := &Output{w: stdout, name: name}
	if name == Stdio {
		return o, nil
	}
	f, err := o.open(atomic)
	if err != nil {
		return nil, err
	}
	o.w, o.close = f, append(o.close, f.Close)
	switch {
	case strings.HasSuffix(name, ".gz"):
		z := gzip.NewWriter(f)
		o.w, o.close = z, append(o.close, z.Close)
	case strings.HasSuffix(name, ".zst"):
		z, err := zstd.NewWriter(f, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return nil, errors.Join(err, o.Abort())
		}
		o.w, o.close = z, append(o.close, z.Close)
	}
	return o, nil
}

func (o *Output) open(atomic bool) (*os.File, error) {
	o.real = o.name
	if real, err := filepath.EvalSymlinks(o.name); err == nil {
		o.real = real // a rename would put the file in the place of the link
	} else if _, there := os.Lstat(o.name); there == nil {
		atomic = false // a link to what is not there yet
	}
	info, err := os.Stat(o.name)
	if err == nil && !info.Mode().IsRegular() || strings.HasPrefix(o.name, "/dev/") {
		atomic = false // a pipe or a device is written to, not replaced; nor is the file that a shell has made standard output
	}
	if !atomic {
		f, err := os.OpenFile(o.name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		return f, o.notOpened(err)
	}
	f, err := os.CreateTemp(filepath.Dir(o.real), ".chatcb-*")
	if err == nil {
		o.temp = f.Name()
	}
	return f, o.notOpened(err)
}

// notOpened says what is wrong with the name that was given: the one in err may be that of a temporary file, and where a
// folder is missing the system speaks of the file.
func (o *Output) notOpened(err error) error {
	return NotWritten(o.name, err)
}

// NotWritten says why a file of this name could not be opened for writing.
func NotWritten(name string, err error) error {
	failed, ok := errors.AsType[*fs.PathError](err)
	if !ok {
		return err
	}
	folder := filepath.Dir(name)
	if _, missing := os.Stat(folder); errors.Is(missing, fs.ErrNotExist) {
		return &noFolderError{name, folder}
	}
	return &fs.PathError{Op: "write", Path: name, Err: failed.Err}
}

type noFolderError struct{ file, folder string }

func (e *noFolderError) Error() string {
	return fmt.Sprintf("%s cannot be written: there is no folder %s; make it, or correct the name", e.file, e.folder)
}

func (e *noFolderError) Unwrap() error { return fs.ErrNotExist }

// Write writes to the file, through its compression.
func (o *Output) Write(p []byte) (int, error) { return o.w.Write(p) }

// Close completes the file and gives it its name.
func (o *Output) Close() error {
	err := o.finish()
	if o.temp == "" {
		return err
	}
	temp := o.temp
	o.temp = ""
	if err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return os.Rename(temp, o.real)
}

// Abort gives up: nothing is left of an atomic file. After Close it does nothing.
func (o *Output) Abort() error {
	err := o.finish()
	if o.temp == "" {
		return err
	}
	temp := o.temp
	o.temp = ""
	return errors.Join(err, os.Remove(temp))
}

func (o *Output) finish() error {
	var err error
	for i := len(o.close) - 1; i >= 0; i-- {
		err = errors.Join(err, o.close[i]())
	}
	o.close = nil
	return err
}

// Expand replaces every name of a folder by the names of the journal segments in it, oldest first, so that a journal can
// be read wherever a capture can. A folder without segments is an error.
func Expand(names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		if info, err := os.Stat(name); name == Stdio || err != nil || !info.IsDir() {
			out = append(out, name)
			continue
		}
		segments, err := filepath.Glob(filepath.Join(escapeGlob(name), segmentGlob))
		if err != nil {
			return nil, err
		}
		if len(segments) == 0 {
			return nil, fmt.Errorf("%s is a folder without journal segments (%s)", name, segmentGlob)
		}
		out = append(out, segments...) // Glob sorts them, and their names sort as they were made
	}
	return out, nil
}

func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}
