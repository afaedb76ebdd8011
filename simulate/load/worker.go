package load

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/simulate/internal/dice"
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
	body []byte
	msg  delivery.Message
	x    exchange.Exchange // the request is written where it keeps it

	secrets   []string
	request   conformance.Request
	judgement conformance.Judgement
}

func (r *run) newWorker() *worker {
	w := &worker{run: r, index: int(r.made.Add(1) - 1)}
	w.event = Event{Judged: conformance.Judged{Exchange: &w.x, Judgement: &w.judgement}, Draw: &w.draw}
	return w
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
	r := w.run
	w.body = e.Append(w.body[:0], &d.Request)
	w.sign.at(r.Wire.Token, at.Unix())
	sent := r.head.append(w.x.Sent[:0], &filling{
		[...]string{spotIP: d.ClientIP, spotPlatform: d.Platform, spotRequestID: d.RequestID, spotSign: w.sign.sign, spotTime: w.sign.time},
		len(w.body),
	})
	headLength := len(sent)
	w.x.Sent = r.head.draft.AppendBody(sent, w.body)
	r.Conditions.message(&w.msg, w.x.Sent, headLength, hit(r.Generator, n, isSlow, r.Conditions.Slow))
}

// send puts the request on the wire, judges the answer and records it. Where the schedule says when it was due, all times
// count from then.
func (w *worker) send(scheduled bool) {
	r, x, e := w.run, &w.x, &w.event
	x.Seq = e.Number
	if hit(r.Generator, e.Number, isCold, r.Conditions.Cold) {
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
	w.judge(&w.draw)
	w.run.Record(w.index, &w.event)
}

// judge judges the answer to d.
func (w *worker) judge(d *traffic.Draw) {
	w.request.Take(&d.Request)
	if token := w.run.Wire.Token; token != "" {
		w.secrets = append(w.secrets[:0], token, w.sign.sign)
		w.request.Secrets = w.secrets
	}
	w.run.Judge.Judge(&w.x, &w.request, &w.judgement)
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

// Conditions is the conditions under which requests are sent, as shares of them. Which ones are hit is decided by their
// numbers.
type Conditions struct {
	Cold     keyvalue.Fraction `flag:"cold" default:"0"`          // on a connection of their own, new and closed afterwards
	Slow     keyvalue.Fraction `flag:"slow" default:"0"`          // with a body that comes in pieces
	SlowBody time.Duration     `flag:"slow-body" default:"500ms"` // how long such a body takes
}

const (
	slowPieces = 8

	isCold = 1
	isSlow = 2
)

// saltCondition tells the conditions apart from what else is decided out of a seed.
const saltCondition = 0x106

// hit decides for request n with the probability share; what tells the conditions apart.
func hit(g *traffic.Generator, n, what uint64, share keyvalue.Fraction) bool {
	return share > 0 && float64(dice.Hash(g.Seed()^saltCondition<<48^what<<56, n)>>11) < float64(share)*(1<<53)
}

// message plans how the request is written.
func (s *Conditions) message(m *delivery.Message, request []byte, head int, slow bool) {
	if !slow {
		m.Put(request)
		return
	}
	m.Put(request[:head])
	body := request[head:]
	size := (len(body) + slowPieces - 1) / slowPieces
	m.Drip(s.SlowBody/slowPieces, body, max(size, 1))
}
