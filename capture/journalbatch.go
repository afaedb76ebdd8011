package capture

import (
	"fmt"
	"io"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// batch is what is written with one call: the records that were appended while the one before was written.
//
// The goroutine that finds nobody writing leads: it writes the batch with its own record and, when that is done, hands
// over to one goroutine of the batch that has filled meanwhile. So nobody waits for more than two writes.
type batch struct {
	lines []byte
	first uint64
	n     int
	err   error
	turn  chan bool // true to the one that is to lead; closed when the batch is written
}

func (b *batch) add(x *exchange.Exchange, extra []callback.Member) {
	if b.n == 0 {
		b.first = x.Seq
	}
	b.n++
	b.lines = AppendLine(b.lines, x, extra)
}

// joined returns the channel to wait on, for a record that somebody else may write.
func (b *batch) joined() <-chan bool {
	if b.turn == nil {
		b.turn = make(chan bool, 1)
	}
	return b.turn
}

// full reports whether the batch is to take no more. Called with mu held.
func (j *Journal) full(b *batch) bool {
	return int64(len(b.lines)) >= j.segMax || j.segRecs > 0 && b.n >= j.segRecs
}

// commit writes b, which is being filled, and hands over. Called with mu held, which it lets go of while it writes.
func (j *Journal) commit(b *batch) {
	j.filling = &batch{lines: j.spare}
	j.spare = nil
	j.room.Broadcast()
	j.mu.Unlock()
	b.err = j.write(b)
	j.mu.Lock()
	j.spare = b.lines[:0]
	if cap(j.spare) > maxSpare {
		j.spare = nil
	}
	b.lines = nil
	if b.turn != nil {
		close(b.turn)
	}
	j.handOver()
}

// handOver makes one of those who wait the leader, if there are any. Called with mu held, by the leader.
func (j *Journal) handOver() {
	if j.filling.turn != nil {
		j.filling.turn <- true
		return
	}
	j.writing = false
	j.room.Broadcast()
}

// maxSpare is the size from which on a buffer is not kept.
const maxSpare = 1 << 20

// write makes room for the batch and writes it to the active segment, or to a new one. For the leader alone.
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
