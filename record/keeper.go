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
}

func (k *keeper) start(p *Proxy) {
	k.p = p
	k.waiting.start(func(e *entry) {
		if k.write(e) {
			p.count(&p.stats.Late)
		}
		p.watcher.push(e)
	})
}

// stop waits for what is still to be written, for as long as an exchange may take: a disk that does not answer must not
// hold the program for good.
func (k *keeper) stop() {
	close(k.waiting.entries)
	select {
	case <-k.waiting.done:
	case <-time.After(k.p.Timeout):
		k.p.notice("the journal does not answer: {n} exchanges were not written down", "n", len(k.waiting.entries)+1)
	}
}

// write hands an exchange to Keep, and tells when that begins to fail and when it works again.
func (k *keeper) write(e *entry) bool {
	if err := k.p.Keep(&e.x, e.extra); err != nil {
		k.p.count(&k.p.stats.Failed)
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

// keep has an exchange written down, and waits for that no longer than the bound: while a journal does not answer, what comes
// is left to be written when it does. It reports false where the watcher gets the exchange later.
func (k *keeper) keep(e *entry) (ended bool) {
	if k.stuck.Load() > 0 {
		if k.waiting.offer(e) {
			return false
		}
		k.p.count(&k.p.stats.Dropped)
		return true
	}
	written := make(chan bool, 1)
	go func() { written <- k.write(e) }()
	bound := time.NewTimer(k.p.KeepWithin)
	defer bound.Stop()
	select {
	case kept := <-written:
		if kept {
			k.p.count(&k.p.stats.Kept)
		}
		return true
	case <-bound.C:
	}
	now := time.Now().Unix()
	if k.stuck.Add(1) == 1 && now-k.told.Swap(now) >= tellEvery {
		k.p.notice("the journal has not answered within {time}: exchanges are written down when it does, answers go on", "time", k.p.KeepWithin)
	}
	go func() {
		kept := <-written
		k.stuck.Add(-1)
		if kept {
			k.p.count(&k.p.stats.Late)
		}
		k.p.watcher.push(e)
	}()
	return false
}

// queue is a bounded line of entries, by their number and by their bytes, that one goroutine takes.
type queue struct {
	entries chan *entry
	bytes   atomic.Int64
	done    chan struct{}
}

// start has entries taken until there is nil, or the end of them.
func (q *queue) start(take func(*entry)) {
	q.entries, q.done = make(chan *entry, maxWaiting), make(chan struct{})
	go func() {
		defer close(q.done)
		for e := q.next(); e != nil; e = q.next() {
			take(e)
		}
	}()
}

func (q *queue) next() *entry {
	e := <-q.entries
	if e != nil {
		q.bytes.Add(-e.size())
	}
	return e
}

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
