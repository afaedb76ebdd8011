package fault

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// nativeWire are the faults that take a value, and others that go wrong between a receiver and Chat, whatever the receiver
// decides.
func nativeWire() map[string]Fault {
	return map[string]Fault{
		"latency": {set: setLatency, answer: waiting(func(_ *Handling, h *hit) time.Duration { return h.delay() })},
		"hang": {
			set:    func(s *settings) string { return setTime(s, 30*time.Second) },
			answer: func(x *Handling, h *hit) { x.Answer = Answer{End: EndClosed, Hold: h.act.low} },
		},
		"status": {
			set:    func(s *settings) string { return setNumber(s, 500, 200, 999) },
			answer: func(x *Handling, h *hit) { x.Answer.Status = int(h.act.number) },
		},
		"redirect": {answer: func(x *Handling, h *hit) {
			x.Answer.Status = http.StatusFound
			x.Answer.Header = http.Header{"Location": {cmp.Or(h.act.value, "/login")}, "Content-Type": {jsonType}}
		}},
		"html": {
			set:    func(s *settings) string { return setNumber(s, 502, 200, 999) },
			answer: func(x *Handling, h *hit) { page(x, int(h.act.number)) },
		},
		"truncate": {set: setPart, answer: func(x *Handling, h *hit) {
			a := &x.Answer
			whole := string(a.Append(nil, ""))
			n := h.act.number
			if strings.HasSuffix(h.act.value, "%") {
				n = n * int64(len(a.Body)) / 100
			}
			cut := len(a.Body) - int(min(n, int64(len(a.Body))))
			sends(x, whole[:len(whole)-cut])
		}},
		"dribble": {
			set:    func(s *settings) string { return setTime(s, 25*time.Millisecond) },
			answer: func(x *Handling, h *hit) { x.Answer.Pace = h.act.low },
		},
		"garbage": {set: func(s *settings) string { return setNumber(s, 64, 1, 1<<20) }, answer: func(x *Handling, h *hit) {
			b := make([]byte, h.act.number)
			for i := range b {
				b[i] = byte(drawn(h.draw, 0, uint64(i)))
			}
			b[0] |= 0x80 // it must not look like a status line by chance
			sends(x, string(b))
		}},
		"real-slow-moderation": {
			set:    func(s *settings) string { return setTime(s, 3*time.Second) },
			answer: waiting(func(_ *Handling, h *hit) time.Duration { return h.act.low }),
		},
		"wears-out": {set: func(s *settings) string { return setNumber(s, 500, 1, 1<<31) }, answer: func(x *Handling, h *hit) {
			if h.number > uint64(h.act.number) {
				x.Answer = Answer{End: EndClosed}
			}
		}},
		"legal-tiny-chunks": {answer: func(x *Handling, _ *hit) {
			if !x.HTTP.ProtoAtLeast(1, 1) {
				return // an older client cannot read chunks
			}
			var b strings.Builder
			for i := range len(x.Answer.Body) {
				b.WriteString("1;x\r\n" + x.Answer.Body[i:i+1] + "\r\n")
			}
			sends(x, chunkedHead+b.String()+"0\r\n\r\n")
		}},
		"legal-two-segments": {answer: func(x *Handling, _ *hit) { x.Answer.Pace = 1 }},
	}
}

// waiting is a receiver that takes its time.
func waiting(how func(*Handling, *hit) time.Duration) func(*Handling, *hit) {
	return func(x *Handling, h *hit) {
		if d := how(x, h); d > 0 && x.Pause(d) { // the client gave up, so nothing will reach it
			x.Answer = Answer{End: EndClosed, Left: true}
		}
	}
}

const chunkedHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"

// sends answers with these bytes and closes.
func sends(x *Handling, raw string) {
	x.Answer = Answer{Raw: raw, IsRaw: true, End: EndClosed}
}

// page answers with an HTML page as proxies make them.
func page(x *Handling, status int) {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	x.Answer = Answer{
		Status: status, Header: http.Header{"Content-Type": {"text/html"}},
		Body: "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title + "</h1></center>\r\n</body>\r\n</html>\r\n",
	}
}

// setTime takes a duration.
func setTime(s *settings, otherwise time.Duration) string {
	s.low = otherwise
	if s.value == "" {
		return ""
	}
	d, err := time.ParseDuration(s.value)
	if err != nil || d < 0 || d > maxDelay {
		return "wanted a duration up to " + maxDelay.String() + " such as 250ms, got " + strconv.Quote(s.value)
	}
	s.low = d
	return ""
}

// setNumber takes a whole number.
func setNumber(s *settings, otherwise, low, high int64) string {
	s.number = otherwise
	if s.value == "" {
		return ""
	}
	n, err := strconv.ParseInt(s.value, 10, 64)
	if err != nil || n < low || n > high {
		return "wanted a number from " + strconv.FormatInt(low, 10) + " to " + strconv.FormatInt(high, 10) + ", got " + strconv.Quote(s.value)
	}
	s.number = n
	return ""
}

// setPart takes a number of bytes or a percentage.
func setPart(s *settings) string {
	if s.value == "" {
		s.value = "50%"
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(s.value, "%"), 10, 32)
	if err != nil || n < 0 || n > 100 && strings.HasSuffix(s.value, "%") {
		return "wanted a number of bytes or a percentage such as 50%, got " + strconv.Quote(s.value)
	}
	s.number = n
	return ""
}

// setLatency takes the forms of a latency.
func setLatency(s *settings) string {
	switch {
	case len(s.samples) > 0:
		return ""
	case s.p99 > 0 || s.median > 0:
		if s.median == 0 {
			s.median = s.p99 / 10
		}
		if s.p99 == 0 {
			s.p99 = s.median * 10
		}
		if s.value != "" || s.median > s.p99 || s.median <= 0 {
			return "wanted latency with median= up to p99=, and no value beside them"
		}
		return ""
	case s.value == "":
		return "wanted a time, as in latency=300ms or latency=50ms..3s"
	}
	low, high, between := strings.Cut(s.value, "..")
	s.value = low
	problem := setTime(s, 0)
	s.high = s.low
	if between && problem == "" {
		from := s.low
		s.value = high
		problem = setTime(s, 0)
		s.low, s.high = from, s.low
		if problem == "" && s.high < s.low {
			problem = "the times are in the wrong order"
		}
	}
	return problem
}
