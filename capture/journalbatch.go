package capture

import (
	"fmt"
	"io"
	"runtime"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// batch is what is written with one call: the records that were appended while the one before was written. Who appends the
// first of them writes it, and the others wait, so that nobody waits for more than two writes.
type batch struct {
	lines   []byte
	first   uint64
	n       int
	err     error
	written chan struct{} // nil as long as nobody waits
}

func (b *batch) add(x *exchange.Exchange, extra []callback.Member) {
	if b.n == 0 {
		b.first = x.Seq
	}
	b.n++
	b.lines = AppendLine(b.lines, x, extra)
}

// joined returns the channel that is closed when the batch is written. Called with mu held, while it is being filled.
func (b *batch) joined() <-chan struct{} {
	if b.written == nil {
		b.written = make(chan struct{})
	}
	return b.written
}

// full reports whether the batch is to take no more. Called with mu held.
func (j *Journal) full(b *batch) bool {
	return b.n > 0 && (int64(len(b.lines)) >= j.segMax || j.segRecs > 0 && b.n >= j.segRecs)
}

// commit writes b, which is being filled.
func (j *Journal) commit(b *batch) {
	j.writer.Lock()
	defer j.writer.Unlock()
	runtime.Gosched() // who is about to append may join: a write for several costs hardly more than one
	j.mu.Lock()
	j.filling = &batch{lines: j.spare}
	j.mu.Unlock()
	b.err = j.write(b)
	if j.spare = b.lines[:0]; cap(j.spare) > maxSpare {
		j.spare = nil
	}
	b.lines = nil
	if b.written != nil {
		close(b.written)
	}
}

// maxSpare is the size from which on a buffer is not kept.
const maxSpare = 1 << 20

// write makes room for the batch and writes it to the active segment, or to a new one. For the writer alone.
func (j *Journal) write(b *batch) error {
	size := int64(len(b.lines))
	if err := j.prepare(size, b); err != nil {
		return err
	}
	seg := &j.segs[len(j.segs)-1]
	n, err := j.active.Write(b.lines)
	if err == nil && int64(n) < size {
		err = io.ErrShortWrite
	}
	if err == nil && j.o.Fsync {
		err = j.active.Sync()
	}
	if err != nil {
		j.takeBack(seg, int64(n))
		return fmt.Errorf("journal: cannot write %s: %w", seg.name, err)
	}
	j.mu.Lock()
	seg.size += size
	seg.records += b.n
	j.mu.Unlock()
	return nil
}

// takeBack removes the n bytes that were written before a write failed. Where that fails too, they stay as a torn line
// at the end of a segment that is not written to again.
func (j *Journal) takeBack(seg *segment, n int64) {
	if j.active.Truncate(seg.size) == nil {
		return
	}
	j.mu.Lock()
	seg.size += n
	j.mu.Unlock()
	_ = j.closeActive()
}
