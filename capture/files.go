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
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/chatcb/chatcb/internal/newfile"
)

// Stdio is the name that stands for standard input or output.
const Stdio = "-"

// maxWindow bounds the memory that a zstd file can ask for, in bytes; the command line tool's own limit.
const maxWindow = 128 << 20

// compression is a way to compress a file.
type compression struct {
	ending string // of file names
	magic  []byte // the file's first bytes
	reader func(io.Reader) (io.ReadCloser, error)
	writer func(io.Writer) (io.WriteCloser, error)
}

var compressions = []compression{
	{
		".gz",
		[]byte{0x1f, 0x8b},
		func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) },
		func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
	},
	{
		".zst",
		[]byte{0x28, 0xb5, 0x2f, 0xfd},
		func(r io.Reader) (io.ReadCloser, error) {
			z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
			if err != nil {
				return nil, err
			}
			return z.IOReadCloser(), nil
		},
		func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1)) },
	},
}

// compressionBy finds the one whose ending, or first bytes, fit; nil where there is none.
func compressionBy(fits func(compression) bool) *compression {
	if i := slices.IndexFunc(compressions, fits); i >= 0 {
		return &compressions[i]
	}
	return nil
}

func compressionOf(start []byte) *compression {
	return compressionBy(func(c compression) bool { return bytes.HasPrefix(start, c.magic) })
}

// PlainName is the name of a file without the ending that says that it is compressed.
func PlainName(name string) string {
	for _, c := range compressions {
		name = strings.TrimSuffix(name, c.ending)
	}
	return name
}

// Open opens a file for reading and takes off gzip or zstd, told by its first bytes. [Stdio] is stdin, which is not
// closed. A file whose name ends in .gz or .zst and that is neither is an error: it may be damaged.
func Open(name string, stdin io.Reader) (io.ReadCloser, error) {
	file := io.NopCloser(stdin)
	if name != Stdio {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		file = f
	}
	in, err := decompress(file, name)
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &input{in, file}, nil
}

// input is what is read of a file, and the file.
type input struct {
	io.ReadCloser
	file io.Closer
}

func (in *input) Close() error { return errors.Join(in.ReadCloser.Close(), in.file.Close()) }

// decompress takes off the compression of a file of this name. Closing what it returns does not close the file.
func decompress(r io.Reader, name string) (io.ReadCloser, error) {
	b := bufio.NewReaderSize(r, readSize)
	start, err := b.Peek(4)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if c := compressionOf(start); c != nil {
		return c.reader(b)
	}
	if PlainName(name) != name {
		return nil, fmt.Errorf("the name says that it is compressed, and it is not")
	}
	return io.NopCloser(b), nil
}

// Output is a file being written. Close it when all is well, else Abort.
type Output struct {
	io.Writer
	packed  io.Closer // the compression; nil where there is none, or it has ended
	file    io.Closer // below it; nil for standard output
	resumed bool      // it goes on behind records that were there
}

// Create makes a file for writing, compressed where its name ends in .gz or .zst, readable by its owner alone unless the
// options say otherwise: captures hold what users wrote. [Stdio] is stdout, never compressed and never closed.
func Create(name string, stdout io.Writer, options newfile.Options) (*Output, error) {
	if name == Stdio {
		return &Output{Writer: stdout}, nil
	}
	if options.Perm == 0 {
		options.Perm = newfile.Private
	}
	f, err := newfile.Create(name, options)
	if err != nil {
		return nil, err
	}
	o := &Output{Writer: f, file: f}
	if err := o.compress(compressionBy(func(c compression) bool { return strings.HasSuffix(name, c.ending) })); err != nil {
		return nil, errors.Join(err, o.Abort())
	}
	return o, nil
}

// compress compresses from now on; nil does not.
func (o *Output) compress(c *compression) error {
	if c == nil {
		return nil
	}
	w, err := c.writer(o.Writer)
	if err == nil {
		o.Writer, o.packed = w, w
	}
	return err
}

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
	if o.packed == nil {
		return nil
	}
	packed := o.packed
	o.packed = nil
	return packed.Close()
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
