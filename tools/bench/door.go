package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/valyala/fasthttp"
)

// door is a receiver that allows anyone it is asked about. It looks for the accounts instead of parsing JSON, so that it
// costs little more than one that always answers the same.
type door struct {
	stall time.Duration // how long the answers to one phase of requests are held back
	from  time.Duration // since the first request, when that phase begins

	mu     sync.Mutex
	first  time.Time
	traced []time.Duration // since first, when requests came
}

// tracedAtMost bounds what a door remembers.
const tracedAtMost = 1 << 20

func runDoor(args []string) error {
	d := &door{traced: make([]time.Duration, 0, tracedAtMost)}
	flags := flag.NewFlagSet("door", flag.ContinueOnError)
	flags.DurationVar(&d.stall, "stall", 0, "")
	flags.DurationVar(&d.from, "from", 0, "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() { _ = fasthttp.Serve(l, d.handle) }() // ends with the process
	return serveUntilEOF(l.Addr().String())
}

func (d *door) handle(ctx *fasthttp.RequestCtx) {
	if string(ctx.Path()) == arrivalsPath {
		d.report(ctx)
		return
	}
	since := d.arrive(time.Now())
	if d.stall > 0 && since >= d.from && since < d.from+d.stall {
		time.Sleep(d.from + d.stall - since)
	}
	ctx.SetContentType("application/json")
	answer := make([]byte, 0, 512)
	answer = append(answer, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[`...)
	body := ctx.PostBody()
	mark := []byte(`"To_Account":"`)
	for i := 0; ; i++ {
		at := bytes.Index(body, mark)
		if at < 0 {
			break
		}
		body = body[at+len(mark):]
		end := bytes.IndexByte(body, '"')
		if i > 0 {
			answer = append(answer, ',')
		}
		answer = append(append(answer, '{'), mark...)
		answer = append(append(answer, body[:end]...), `","ResultCode":0,"ResultInfo":""}`...)
	}
	ctx.SetBody(append(answer, "]}"...))
}

// arrive notes a request and returns how long after the first one it came.
func (d *door) arrive(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.traced) == 0 {
		d.first = now
	}
	since := now.Sub(d.first)
	if len(d.traced) < tracedAtMost {
		d.traced = append(d.traced, since)
	}
	return since
}

const arrivalsPath = "/arrivals"

// arrivals is how far from an even schedule requests came; how far its beginning lies from the first is fitted by the
// median. What the way to the receiver adds is the same for all contenders.
type arrivals struct {
	Count    int
	P50, P99 time.Duration
}

// report says how far from an even schedule of so many a second requests came, and forgets them.
func (d *door) report(ctx *fasthttp.RequestCtx) {
	rate := ctx.QueryArgs().GetUfloatOrZero("rate")
	d.mu.Lock()
	defer d.mu.Unlock()
	slices.Sort(d.traced)
	off := make([]time.Duration, len(d.traced))
	for i, t := range d.traced {
		off[i] = t - time.Duration(float64(i)/rate*float64(time.Second))
	}
	a := arrivals{Count: len(off)}
	if len(off) > 0 && rate > 0 {
		phase := slices.Sorted(slices.Values(off))[len(off)/2]
		for i := range off {
			off[i] = max(off[i]-phase, phase-off[i])
		}
		slices.Sort(off)
		a.P50, a.P99 = off[len(off)/2], off[len(off)*99/100]
	}
	d.traced = d.traced[:0]
	text, _ := json.Marshal(a) // plain numbers: it cannot fail
	ctx.SetBody(text)
}
