package capture

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/chatcb/chatcb/internal/newfile"
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
	w       io.Writer
	close   []func() error
	file    io.Closer // below the compression; nil for standard output
	resumed bool      // it goes on behind records that were there
}

// Create makes a file for writing, compressed where its name ends in .gz or .zst, readable by its owner alone unless the
// options say otherwise: captures hold what users wrote. [Stdio] is stdout, never compressed and never closed.
func Create(name string, stdout io.Writer, options newfile.Options) (*Output, error) {
	if name == Stdio {
		return &Output{w: stdout}, nil
	}
	if options.Perm == 0 {
		options.Perm = newfile.Private
	}
	f, err := newfile.Create(name, options)
	if err != nil {
		return nil, err
	}
	o := &Output{w: f, file: f}
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

// Write writes to the file, through its compression.
func (o *Output) Write(p []byte) (int, error) { return o.w.Write(p) }

// Close completes the file and gives it its name.
func (o *Output) Close() error {
	if err := o.finish(); err != nil {
		return errors.Join(err, o.Abort())
	}
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}

// Abort gives up: nothing is left of a file that was to be whole. After Close it does nothing.
func (o *Output) Abort() error {
	err := o.finish()
	if f, ok := o.file.(*newfile.File); ok {
		return errors.Join(err, f.Abort())
	}
	return err
}

// finish ends the compression.
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
