package capture

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
)

// Last ranges over the newest records that are in the journal now, oldest first: at most count of them, in at most so many
// bytes of lines. It reads no more of the segments than these, however long the journal is; otherwise it is as
// [Journal.After].
func (j *Journal) Last(count int, size int64) iter.Seq2[*Record, error] {
	j.mu.Lock()
	segs := slices.Clone(j.segs)
	j.mu.Unlock()
	return func(yield func(*Record, error) bool) {
		count, size := count, size // it may be ranged over again
		first, start := len(segs), int64(0)
		for first > 0 && start == 0 && count > 0 && size > 0 {
			first--
			var err error
			if start, err = j.tail(&segs[first], &count, &size); err != nil {
				yield(nil, err)
				return
			}
		}
		rec := new(Record)
		for i := first; i < len(segs); i++ {
			if more, err := j.readFrom(&segs[i], start, 0, rec, yield); err != nil {
				yield(nil, err)
				return
			} else if !more {
				return
			}
			start = 0
		}
	}
}

// tail finds where the last lines of a segment begin that count and size have room for, and takes them off both. It is 0
// when all have.
func (j *Journal) tail(seg *segment, count *int, size *int64) (start int64, err error) {
	if seg.records <= *count && seg.size <= *size {
		*count, *size = *count-seg.records, *size-seg.size
		return 0, nil
	}
	f, err := j.root.Open(seg.name)
	if isGone(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	start, lines, err := lastLines(f, seg.size, *count, *size)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", seg.name, err)
	}
	*count, *size = *count-lines, 0 // the line before does not fit, or there is none
	return max(start, 1), nil
}

// lastLines reads backwards from end for the start of the last lines: at most count of them, in at most size bytes. What
// follows the last line feed is no line.
func lastLines(f *os.File, end int64, count int, size int64) (start int64, lines int, err error) {
	start = end
	buf := make([]byte, readSize/4)
	whole := false // a line feed was found: before it a line ends
	for at := end; at > 0; {
		n := min(at, int64(len(buf)))
		at -= n
		if _, err := f.ReadAt(buf[:n], at); err != nil && err != io.EOF {
			return 0, 0, err
		}
		for part := buf[:n]; ; {
			i := bytes.LastIndexByte(part, '\n')
			if i < 0 {
				break
			}
			if begins := at + int64(i) + 1; !whole {
				whole, start, end = true, begins, begins
			} else if end-begins > size {
				return start, lines, nil
			} else if start, lines = begins, lines+1; lines == count {
				return start, lines, nil
			}
			part = part[:i]
		}
	}
	return start, lines, nil // the first line is a header
}
