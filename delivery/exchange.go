package delivery

import (
	"context"
	"errors"
	"io"
	"runtime"
	"time"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// ending is how an exchange left its connection.
type ending uint8

const (
	kept     ending = iota // it can carry another
	spent                  // it cannot
	vanished               // it ended without a byte of an answer
	stopped                // the context ended
)

// exchange carries out msg on the socket and fills x, whose Start is set.
func (s *socket) exchange(ctx context.Context, msg *Message, x *exchange.Exchange, limit time.Time) ending {
	if !s.hold(ctx) {
		s.release()
		return stopped
	}
	var end ending
	switch {
	case msg.Then == Vanish:
		end = s.writeAndVanish(ctx, msg, x, limit)
	case msg.direct():
		s.arm(limit)
		end = s.exchangeDirect(msg, x)
	default:
		s.arm(limit)
		end = s.exchangeBeside(ctx, msg, x)
	}
	s.used = true
	if !s.release() && end == kept {
		return spent // whole, but the context may have closed the connection since
	}
	return end
}

// exchangeDirect writes, then listens.
func (s *socket) exchangeDirect(msg *Message, x *exchange.Exchange) ending {
	whole := true
	for i := range msg.Segments {
		b := msg.Segments[i].Bytes
		n, err := s.conn.Write(b)
		x.Sent = append(x.Sent, b[:n]...)
		whole = whole && err == nil
	}
	if whole {
		x.Phases.Write = time.Since(x.Start)
	}
	if msg.Then == HalfClose && whole {
		whole = s.closeWrite() == nil
	}
	// With many exchanges under way the others write now, and the answer is often there when we read: a third fewer
	// reads in vain, five to seven per cent of an exchange's processor time at 16 and 64 connections over loopback.
	runtime.Gosched()
	end := s.listen(msg, x)
	if !whole && end == kept {
		return spent
	}
	return end
}

// exchangeBeside listens while a second goroutine writes, so that an answer that comes early is noticed when it comes,
// and cuts the writing short.
func (s *socket) exchangeBeside(ctx context.Context, msg *Message, x *exchange.Exchange) ending {
	ctx, cancel := context.WithDeadline(ctx, s.limit)
	defer cancel()
	type result struct {
		sent []byte
		took time.Duration
		err  error
	}
	written := make(chan result, 1)
	sent, start := x.Sent, x.Start
	go func() {
		var r result
		if r.sent, r.err = s.writePaced(ctx, msg, sent); r.err == nil {
			r.took = time.Since(start)
		}
		if r.err == nil && msg.Then == HalfClose {
			r.err = s.closeWrite()
		}
		written <- r
	}()
	end := s.listen(msg, x)
	cancel()
	_ = s.conn.SetWriteDeadline(time.Unix(1, 0)) // wakes a blocked write
	w := <-written
	x.Sent, x.Phases.Write = w.sent, w.took
	if w.err != nil && end == kept {
		return spent
	}
	return end
}

// writePaced writes the segments with their pauses and appends to sent what went out.
func (s *socket) writePaced(ctx context.Context, msg *Message, sent []byte) ([]byte, error) {
	for i := range msg.Segments {
		if err := sleep(ctx, msg.Segments[i].Pause); err != nil {
			return sent, err
		}
		n, err := s.conn.Write(msg.Segments[i].Bytes)
		sent = append(sent, msg.Segments[i].Bytes[:n]...)
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *socket) writeAndVanish(ctx context.Context, msg *Message, x *exchange.Exchange, limit time.Time) ending {
	s.arm(limit)
	ctx, cancel := context.WithDeadline(ctx, limit)
	defer cancel()
	var err error
	x.Sent, err = s.writePaced(ctx, msg, x.Sent)
	s.vanish()
	x.Phases.LastByte = time.Since(x.Start)
	if err != nil && s.interrupted() {
		return stopped
	}
	x.Failure = vanishFailure(x, err)
	return spent
}

// listen reads until all answers are there, the connection ends, or the limit strikes.
func (s *socket) listen(msg *Message, x *exchange.Exchange) ending {
	current, from, missing := &x.Answer, 0, max(msg.Answers, 1)
	for {
		var ok bool
		if x.Received, ok = s.memory.room(x.Received); !ok {
			current.Stop()
			return s.settle(msg, x, current, nil)
		}
		n, err := s.conn.Read(x.Received[len(x.Received):cap(x.Received)])
		x.Received = x.Received[:len(x.Received)+n]
		x.Phases.LastByte = time.Since(x.Start)
		if n > 0 && x.Phases.FirstByte == 0 {
			x.Phases.FirstByte = x.Phases.LastByte
		}
		eof := err != nil && !timedOut(err)
		if eof && s.interrupted() && !errors.Is(err, io.EOF) {
			return stopped
		}
		for current.Advance(x.Received[from:], eof) {
			missing--
			if missing == 0 || current.Close {
				return s.settle(msg, x, current, err)
			}
			from += current.End
			s.next = x.Answer.Fresh()
			s.next.More = missing > 1
			current = &s.next
		}
		if err != nil { // the limit: any other error would have completed the answer
			x.Failure = lateFailure(msg, x, s.limit.Sub(x.Start))
			return spent
		}
	}
}

// settle is how the connection is left after the last answer that will come.
func (s *socket) settle(msg *Message, x *exchange.Exchange, last *http1.Answer, err error) ending {
	cut := err != nil && !errors.Is(err, io.EOF) && !timedOut(err)
	if cut && last.Framing == http1.FramingClose {
		last.Defects |= http1.Short // its end was not the end of the connection, but its breaking
	}
	if x.Answer.Status == 0 && x.Answer.Defects&http1.Short != 0 {
		x.Failure = brokenFailure(x, err)
		if len(x.Received) == 0 {
			return vanished
		}
		return spent
	}
	if err != nil || last.Close || msg.Then != Listen {
		return spent
	}
	return kept
}

// Answers reads the answers to a message that awaited n of them: the first is x.Answer, whole or not, the others follow
// it in x.Received as far as they came. One of those that was cut off has the defect Short.
func Answers(x *exchange.Exchange, n int) []http1.Answer {
	all := []http1.Answer{x.Answer}
	rest := x.Received
	for last := x.Answer; len(all) < n && last.Complete() && !last.Close; {
		rest = rest[last.End:]
		if len(rest) == 0 {
			break
		}
		last = x.Answer.Fresh()
		last.More = len(all)+1 < n
		last.Advance(rest, true)
		all = append(all, last)
	}
	return all
}
