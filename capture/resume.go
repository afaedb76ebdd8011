package capture

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/newfile"
)

// Resume opens a capture to go on behind its last record, or makes the file if there is none. A torn last line, as a crash
// leaves it, is cut off; of a compressed capture the end cannot be mended, and it is an error. So is a file that is no
// capture, and one that another process writes to.
func Resume(name string) (*Output, Recovery, error) {
	found := Recovery{Segment: name}
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() || errors.Is(err, fs.ErrNotExist) {
		out, err := Create(name, nil, newfile.Options{Perm: newfile.Private})
		if err == nil {
			if f, ok := out.file.(*newfile.File); ok {
				err = lockFile(f.File)
			}
		}
		return out, found, err
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, found, newfile.Problem(name, err)
	}
	out := &Output{Writer: f, file: f}
	if err := errors.Join(lockFile(f), out.resume(f, &found)); err != nil {
		return nil, found, errors.Join(fmt.Errorf("%s: %w", name, err), f.Close())
	}
	return out, found, nil
}

// resume finds the end of what is there, and goes on behind it.
func (o *Output) resume(f *os.File, found *Recovery) error {
	content, err := decompress(f, "")
	if err != nil {
		return err
	}
	whole, headed, err := found.scan(content)
	if !headed && (err != nil || found.Records > 0 || found.Torn > 0) {
		return errNoCapture
	}
	if err != nil {
		return err
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	o.resumed = end > 0
	var start [4]byte
	n, _ := f.ReadAt(start[:], 0) // an empty file has none
	if c := compressionOf(start[:n]); c != nil {
		if found.Torn > 0 {
			return errors.New("it is compressed, and its end is torn; chatcb captures convert saves what is whole, --force begins anew")
		}
		return o.compress(c) // readers take several streams one behind the other for one
	}
	if found.Torn = end - whole; found.Torn > 0 {
		if err := f.Truncate(whole); err != nil {
			return fmt.Errorf("it has a torn last line that cannot be cut off: %w", err)
		}
		_, err = f.Seek(whole, io.SeekStart)
	}
	return err
}

// scan counts the lines of a capture behind its header and finds the last number. It returns where the last line ends, and
// whether there is a header.
func (r *Recovery) scan(content io.Reader) (whole int64, headed bool, err error) {
	lines := newLineReader(content)
	var x exchange.Exchange
	for n := 1; ; n++ {
		line, err := lines.next()
		switch {
		case err == io.EOF:
			return lines.whole, headed, nil
		case err == io.ErrUnexpectedEOF: // a line without its end, or a stream without its end
			r.Torn = max(int64(len(line)), 1)
			return lines.whole, headed, nil
		case err != nil && !errors.Is(err, ErrTooLong):
			return 0, headed, err
		}
		if n == 1 {
			if _, headed, _ = parseHeader(line); headed {
				continue
			}
		}
		if r.Records++; exchange.DecodeExchange(line, &x) == nil {
			r.Last = max(r.Last, x.Seq)
		}
	}
}

var errNoCapture = errors.New("it is there already, and no capture that could be gone on with; --force writes over it")
