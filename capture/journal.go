package capture

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// JournalOptions says how much a journal keeps, and how safely. Its zero value keeps everything and trusts the system to
// write it out. Every limit is an upper bound that holds at every moment; whole segments are removed to keep it, so that
// up to an eighth more than necessary goes at once.
type JournalOptions struct {
	MaxRecords   int           `flag:"max-records"` // 0: no limit
	MaxBytes     int64         `flag:"max-bytes"`   // on disk, all segments together; 0: no limit, else at least 4096
	MaxAge       time.Duration `flag:"max-age"`     // 0: no limit; kept within an eighth of it while nothing is appended
	SegmentBytes int64         // when a new segment is begun; 0: 8 MiB, or less as MaxBytes demands

	// Fsync lets Append return only when the system says that the record would survive a power failure. Records that
	// are appended at the same time share one call.
	Fsync bool             `flag:"fsync"`
	Tool  string           // for the headers, such as "chatcb 1.2.0"
	Now   func() time.Time // nil: time.Now

	create func(*os.Root, string) (segmentFile, error) // nil: createSegment
}

// segmentFile is what a journal needs of an open segment.
type segmentFile interface {
	Write([]byte) (int, error)
	Truncate(int64) error
	Sync() error
	Close() error
}

// Journal keeps exchanges in a folder, in segments that are captures. What Append has accepted is in the system's hands,
// so that the end of the process loses nothing of it. One process writes a journal at a time; any number may read it.
// Methods can be called from many goroutines.
type Journal struct {
	o         JournalOptions
	root      *os.Root
	lock      *os.File
	recovered Recovery
	segMax    int64 // bytes and records from which on a new segment is begun
	segRecs   int

	// Who has writer writes a batch, with what others appended while it waited for that. It may take mu, too.
	writer sync.Mutex
	active segmentFile // of the last segment; nil if a new one is to be begun
	segBuf []byte
	spare  []byte      // a buffer that no batch uses
	aging  *time.Timer // removes what grows too old

	mu      sync.Mutex
	next    uint64 // the number of the next record
	filling *batch
	closed  bool
	segs    []segment // oldest first; changed by the writer alone
}

// ErrJournalClosed is what Append returns once Close was called.
var ErrJournalClosed = errors.New("the journal is closed")

// OpenJournal opens the journal in the folder dir, which is made if it is not there, to append to it. Numbers go on where
// they ended. A torn last line, as a crash leaves it, is cut off; see [Journal.Recovered]. It is an error if another
// process has the journal open for writing.
func OpenJournal(dir string, o JournalOptions) (*Journal, error) {
	if o.MaxBytes != 0 && o.MaxBytes < 4096 {
		return nil, fmt.Errorf("a journal cannot be kept below 4096 bytes, got %d", o.MaxBytes)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	j := &Journal{o: o, root: root, filling: new(batch)}
	j.limits()
	if j.lock, err = lockJournal(root); err != nil {
		_ = root.Close()
		return nil, fmt.Errorf("journal %s: %w", dir, err)
	}
	if err := j.recover(); err != nil {
		j.unlock()
		return nil, fmt.Errorf("journal %s: %w", dir, err)
	}
	if o.MaxAge > 0 {
		j.writer.Lock()
		j.aging = time.AfterFunc(o.MaxAge/segmentShare, j.age)
		j.writer.Unlock()
	}
	return j, nil
}

const (
	defaultSegment = 8 << 20
	segmentShare   = 8 // a limit is this many segments
)

func (j *Journal) limits() {
	if j.o.Now == nil {
		j.o.Now = time.Now
	}
	if j.o.create == nil {
		j.o.create = createSegment
	}
	j.segMax = j.o.SegmentBytes
	if j.segMax <= 0 {
		j.segMax = defaultSegment
	}
	if j.o.MaxBytes > 0 {
		j.segMax = min(j.segMax, j.o.MaxBytes/segmentShare)
	}
	if j.o.MaxRecords > 0 {
		j.segRecs = max(1, j.o.MaxRecords/segmentShare)
	}
}

func (j *Journal) unlock() {
	j.lock.Close() // which lets go of the lock
	_ = j.root.Close()
}

// Append gives the exchange the next number, in x.Seq, and writes it. It returns when the bytes are written, and with
// Fsync when they are safe. An error means that the record is not in the journal: nothing of it is left, its number is
// not used again, and the next Append tries anew. A full disk is errors.Is(err, syscall.ENOSPC).
func (j *Journal) Append(x *exchange.Exchange, extra ...callback.Member) (uint64, error) {
	if err := CheckExtra(extra); err != nil {
		return 0, err
	}
	j.mu.Lock()
	for j.full(j.filling) && !j.closed {
		written := j.filling.joined()
		j.mu.Unlock()
		<-written
		j.mu.Lock()
	}
	if j.closed {
		j.mu.Unlock()
		return 0, ErrJournalClosed
	}
	seq, b := j.next, j.filling
	j.next++
	x.Seq = seq
	if b.add(x, extra); b.n == 1 {
		j.mu.Unlock()
		j.commit(b)
		return seq, b.err
	}
	written := b.joined()
	j.mu.Unlock()
	<-written
	return seq, b.err
}

// Close waits for what is being written and closes the journal. Append fails from then on.
func (j *Journal) Close() error {
	j.mu.Lock()
	if j.closed {
		j.mu.Unlock()
		return nil
	}
	j.closed = true
	last := j.filling
	written := last.joined()
	j.mu.Unlock()
	if last.n > 0 {
		<-written
	}
	j.writer.Lock()
	defer j.writer.Unlock()
	if j.aging != nil {
		j.aging.Stop()
	}
	err := j.closeActive()
	j.unlock()
	return err
}

func (j *Journal) closeActive() error {
	if j.active == nil {
		return nil
	}
	err := j.active.Close()
	j.active = nil
	return err
}

// age removes what has grown too old while nothing is appended, now and again. What cannot be removed is tried again, and
// Append fails for it.
func (j *Journal) age() {
	j.writer.Lock()
	defer j.writer.Unlock()
	j.mu.Lock()
	closed := j.closed
	j.mu.Unlock()
	if closed || j.aging == nil {
		return
	}
	now := j.clock()
	if j.active != nil && now.Sub(j.segs[len(j.segs)-1].created) > j.o.MaxAge {
		_ = j.closeActive()
	}
	_ = j.prune(0, 0, now)
	j.aging.Reset(max(j.o.MaxAge/segmentShare, time.Millisecond))
}

// Next is the number of the next record.
func (j *Journal) Next() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.next
}

// Recovered tells what OpenJournal found.
func (j *Journal) Recovered() Recovery { return j.recovered }
