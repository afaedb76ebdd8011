package load

import (
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// worker sends one request after the other. Everything that it needs for one it uses again for the next.
type worker struct {
	run *run

	number uint64 // of the request
	due    time.Duration
	at     time.Time     // when it is due
	waited time.Duration // for a free worker
	ready  bool          // it is written

	draw      traffic.Draw
	body, buf []byte
	sign      signature
	secrets   []string
	msg       delivery.Message
	x         exchange.Exchange
	request   conformance.Request
	judgement conformance.Judgement
	event     Event
}

func (r *run) newWorker() *worker { return &worker{run: r} }

// Lead takes the next request of an open loop and waits until it is due. It is written before, where there is time.
func (w *worker) Lead(freed time.Time) bool {
	r := w.run
	w.number = r.Schedule.Number(r.next.Add(1) - 1)
	if w.number >= r.bounds.End {
		return false
	}
	w.due = r.Schedule.Pacer.Due(w.number)
	w.at = r.start.Add(w.due)
	w.waited = max(freed.Sub(w.at), 0)
	if w.ready = time.Until(w.at) > 0; w.ready {
		w.prepare(w.number, w.due, w.at)
		return r.alarm.Wait(w.at) == nil
	}
	return r.ctx.Err() == nil
}

// Work sends the request that is due.
func (w *worker) Work() {
	if !w.ready {
		w.prepare(w.number, w.due, w.at)
	}
	w.send(w.number, w.due, w.at, w.waited)
}

func (w *worker) closedLoop() {
	r := w.run
	for r.ctx.Err() == nil {
		n := r.Schedule.Number(r.next.Add(1) - 1)
		if n >= r.bounds.End {
			return
		}
		due := r.Schedule.Pacer.Due(n)
		at := time.Now()
		if r.WorldTime {
			at = r.start.Add(due)
		}
		w.prepare(n, due, at)
		w.send(n, due, time.Time{}, 0)
	}
}

// prepare draws and writes request n.
func (w *worker) prepare(n uint64, due time.Duration, at time.Time) {
	w.run.Generator.DrawFor(n, due, w.run.Items, &w.draw)
	if !w.run.WorldTime {
		w.draw.Request.EventTime = at.UnixMilli()
	}
	w.write(&w.draw, n, at)
}

// write writes d as request n.
func (w *worker) write(d *traffic.Draw, n uint64, at time.Time) {
	r := w.run
	w.body = r.Wire.Encoding.Append(w.body[:0], &d.Request)
	w.sign.at(r.Wire.Token, at.Unix())
	w.buf = r.head.append(w.buf[:0], &filling{
		ip: d.ClientIP, platform: d.Platform, requestID: d.RequestID, sign: w.sign.sign, time: w.sign.time, length: len(w.body),
	})
	headLength := len(w.buf)
	w.buf = r.Wire.Head.AppendBody(w.buf, w.body)
	r.Conditions.message(&w.msg, w.buf, headLength, r.Conditions.slow(r.Generator, n))
	w.request.Accounts = w.request.Accounts[:0]
	for i := range d.Request.Items {
		w.request.Accounts = append(w.request.Accounts, d.Request.Items[i].ToAccount)
	}
	w.request.From = d.Request.FromAccount
	if r.Wire.Token != "" {
		w.secrets = append(w.secrets[:0], r.Wire.Token, w.sign.sign)
		w.request.Secrets = w.secrets
	}
}

// send puts the request on the wire, judges the answer and records it. At is when it was due; zero is when it is sent.
func (w *worker) send(n uint64, due time.Duration, at time.Time, waited time.Duration) {
	r, x := w.run, &w.x
	x.Seq = n
	if r.Conditions.cold(r.Generator, n) {
		c := r.Client.Conn()
		_ = c.Do(r.wire, &w.msg, x) // the context never ends, so it cannot fail
		c.Close()
	} else {
		_ = r.Client.Do(r.wire, &w.msg, x)
	}
	late := time.Duration(0)
	if !at.IsZero() {
		behind := max(x.Start.Sub(at), 0)
		late = max(behind-waited, 0)
		shift(x, behind)
	}
	r.Judge.Judge(x, &w.request, &w.judgement)
	w.event = Event{
		Number: n, Due: due, Warm: n < r.bounds.Warm, Draw: &w.draw, Exchange: x, Judgement: &w.judgement,
		Late: late, Waited: min(waited, late+waited),
	}
	r.Record(&w.event)
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
