package load

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// worker sends one request after the other. Everything that it needs for one it uses again for the next.
type worker struct {
	run   *run
	index int
	event Event     // of the request at hand
	at    time.Time // when it is due
	ready bool      // it is written

	draw traffic.Draw
	sign signature
	msg  delivery.Message
	x    exchange.Exchange // the request is written where it keeps it
}

// desk is memory for what takes no time: writing one request, and judging one. Workers share it, since what is used again at
// once is still near the processor.
type desk struct {
	body      []byte
	secrets   []string
	request   conformance.Request
	judgement conformance.Judgement
}

func (r *run) newWorker() *worker {
	w := &worker{run: r, index: int(r.made.Add(1) - 1)}
	w.event = Event{Judged: conformance.Judged{Exchange: &w.x}, Draw: &w.draw}
	return w
}

func (r *run) desk() *desk {
	if k, ok := r.desks.Get().(*desk); ok {
		return k
	}
	return new(desk)
}

// take takes the next request of the schedule, if there is one.
func (w *worker) take() bool {
	r, e := w.run, &w.event
	e.Number = r.Schedule.Number(r.next.Add(1) - 1)
	e.Warm = e.Number < r.bounds.Warm
	if e.Number >= r.bounds.End {
		return false
	}
	e.Due = r.Schedule.Pacer.Due(e.Number)
	w.at = r.start.Add(e.Due)
	return true
}

// Lead takes the next request of an open loop and waits until it is due. It is written before, where there is time.
func (w *worker) Lead(freed time.Time) bool {
	if !w.take() {
		return false
	}
	w.event.Waited = max(freed.Sub(w.at), 0)
	if w.ready = time.Until(w.at) > 0; w.ready {
		w.prepare(w.at)
		return w.run.alarm.Wait(w.at) == nil
	}
	return w.run.ctx.Err() == nil
}

// Work sends the request that is due.
func (w *worker) Work() {
	if !w.ready {
		w.prepare(w.at)
	}
	w.send(true)
}

func (w *worker) closedLoop() {
	for at := time.Now(); w.run.ctx.Err() == nil && w.take(); at = w.x.Start.Add(w.x.Phases.LastByte) { // the answer came
		if w.run.WorldTime {
			at = w.at
		}
		w.prepare(at)
		w.send(false)
	}
}

// prepare draws and writes the request at hand, as of this time.
func (w *worker) prepare(at time.Time) {
	w.run.Generator.DrawFor(w.event.Number, w.event.Due, w.run.Items, &w.draw)
	if !w.run.WorldTime {
		w.draw.Request.EventTime = at.UnixMilli()
	}
	w.event.From = w.draw.Request.FromAccount
	e := w.run.Wire.Encoding
	e.UTF8 = true // as all that is drawn
	w.write(&w.draw, e, w.event.Number, at)
}

// write writes d as request n.
func (w *worker) write(d *traffic.Draw, e callback.Encoding, n uint64, at time.Time) {
	r, k := w.run, w.run.desk()
	k.body = e.Append(k.body[:0], &d.Request)
	w.sign.at(r.Wire.Token, at.Unix())
	sent := r.head.append(w.x.Sent[:0], &filling{
		ip: d.ClientIP, platform: d.Platform, requestID: d.RequestID, sign: w.sign.sign, time: w.sign.time, length: len(k.body),
	})
	headLength := len(sent)
	w.x.Sent = r.Wire.Head.AppendBody(sent, k.body)
	r.desks.Put(k)
	r.Conditions.message(&w.msg, w.x.Sent, headLength, r.Conditions.slow(r.Generator, n))
}

// send puts the request on the wire, judges the answer and records it. Where the schedule says when it was due, all times
// count from then.
func (w *worker) send(scheduled bool) {
	r, x, e := w.run, &w.x, &w.event
	x.Seq = e.Number
	if r.Conditions.cold(r.Generator, e.Number) {
		c := r.Client.Conn()
		_ = c.Do(r.wire, &w.msg, x) // the context never ends, so it cannot fail
		c.Close()
	} else {
		_ = r.Client.Do(r.wire, &w.msg, x)
	}
	e.Late, e.Sent = 0, x.Start.Sub(r.start)
	if scheduled {
		behind := max(x.Start.Sub(w.at), 0)
		e.Late = max(behind-e.Waited, 0)
		shift(x, behind)
	}
	w.record()
}

// record judges the answer and hands the event over.
func (w *worker) record() {
	k := w.judge(&w.draw)
	w.event.Judgement = &k.judgement
	w.run.Record(w.index, &w.event)
	w.run.desks.Put(k)
}

// judge judges the answer to d. The desk on which the judgement lies is to be put back.
func (w *worker) judge(d *traffic.Draw) *desk {
	k := w.run.desk()
	k.request.Take(&d.Request)
	if token := w.run.Wire.Token; token != "" {
		k.secrets = append(k.secrets[:0], token, w.sign.sign)
		k.request.Secrets = k.secrets
	}
	w.run.Judge.Judge(&w.x, &k.request, &k.judgement)
	return k
}

// shift makes the exchange begin earlier, when the request was due.
func shift(x *exchange.Exchange, by time.Duration) {
	x.Start = x.Start.Add(-by)
	p := &x.Phases
	for _, phase := range [...]*time.Duration{&p.DNS, &p.Connect, &p.TLS, &p.Write, &p.FirstByte} {
		if *phase > 0 { // else it did not take place
			*phase += by
		}
	}
	p.LastByte += by
}
