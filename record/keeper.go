package record

import (
	"sync/atomic"
	"time"
)

// maxWaiting and maxWaitingBytes bound what waits for the journal, and for the watcher.
const (
	maxWaiting      = 4096
	maxWaitingBytes = 64 << 20
)

// tellEvery is for how many seconds a journal that hangs again and again is not told of anew; the counts go on.
const tellEvery = 10

// keeper writes exchanges down. While the journal does not answer, it takes them and writes them when it does.
type keeper struct {
	p       *Proxy
	stuck   atomic.Int32 // goroutines that wait for the journal longer than the bound
	failing atomic.Bool  // the last exchange was refused
	lost    atomic.Uint64
	told    atomic.Int64 // when it was last told that the journal does not answer, in Unix seconds
	waiting queue
	done    chan struct{}
}

func (k *keeper) start(p *Proxy) {
	k.p, k.done = p, make(chan struct{})
	k.waiting.init()
	go func() {
		defer close(k.done)
		for e := range k.waiting.entries {
			k.waiting.taken(e)
			if k.write(e) {
				p.stats.late.Add(1)
			}
			p.watcher.push(e)
		}
	}()
}

// stop waits for what is still to be written, for as long as an exchange may take: a disk that does not answer must not
// hold the program for good.
func (k *keeper) stop() {
	close(k.waiting.entries)
	select {
	case <-k.done:
	case <-time.After(k.p.Timeout):
		k.p.notice("the journal does not answer: {n} exchanges were not written down", "n", len(k.waiting.entries)+1)
	}
}

// write hands an exchange to Keep, and tells when that begins to fail and when it works again.
func (k *keeper) write(e *entry) bool {
	if err := k.p.Keep(&e.x, e.extra); err != nil {
		k.p.stats.failed.Add(1)
		k.lost.Add(1)
		if !k.failing.Swap(true) {
			k.p.notice("exchanges are not written down from now on: {problem}; answers go on", "problem", err)
		}
		return false
	}
	if k.failing.Load() && k.failing.Swap(false) {
		k.p.notice("exchanges are written down again; {n} were not", "n", k.lost.Swap(0))
	}
	return true
}

// getStuck is called when a journal has not answered within the bound, and cameBack when it has after all.
func (k *keeper) getStuck() {
	now := time.Now().Unix()
	if k.stuck.Add(1) == 1 && now-k.told.Swap(now) >= tellEvery {
		k.p.notice("the journal has not answered within {time}: exchanges are written down when it does, answers go on", "time", k.p.KeepWithin)
	}
}

func (k *keeper) cameBack(kept bool) {
	k.stuck.Add(-1)
	if kept {
		k.p.stats.late.Add(1)
	}
}

// postpone leaves an exchange to be written when the journal answers again.
func (k *keeper) postpone(e *entry) {
	if !k.waiting.offer(e) {
		k.p.stats.dropped.Add(1)
		k.p.watcher.push(e)
	}
}

// queue is a bounded line of entries, by their number and by their bytes.
type queue struct {
	entries chan *entry
	bytes   atomic.Int64
}

func (q *queue) init() { q.entries = make(chan *entry, maxWaiting) }

// offer reports whether there was room.
func (q *queue) offer(e *entry) bool {
	size := e.size()
	if q.bytes.Add(size) > maxWaitingBytes {
		q.bytes.Add(-size)
		return false
	}
	select {
	case q.entries <- e:
		return true
	default:
		q.bytes.Add(-size)
		return false
	}
}

func (q *queue) taken(e *entry) { q.bytes.Add(-e.size()) }
