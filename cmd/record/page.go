package record

import (
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/live/page"
	"github.com/chatcb/chatcb/record"
)

// openPage introduces the proxy to the mock server's live page: a log of what passes, filled from the journal, and the page
// over it, if there is to be one.
func (o *options) openPage(p *record.Proxy) (*live.Log, error) {
	log, journal := live.New(live.Config{Judge: p.Judge, Requests: &p.RequestJudge}), &o.Keep.Journal
	if o.Listen.AdminAddr.Address != "" && journal.Kept != nil {
		journal.Refill(o.App, log, 0, 0, nil)
	}
	about := page.About{Recording: true, Target: p.Target.String(), Deadline: p.Deadline.Milliseconds()}
	return log, o.OpenAdmin(log, about, o.Token.Value.Reveal(), counters(p)...)
}

// counters are what the proxy counts itself, beside the log.
func counters(p *record.Proxy) (list []live.Counter) {
	add := func(name, help string, value func(record.Stats) uint64) {
		list = append(list, live.Counter{Name: name, Help: help, Value: func() uint64 { return value(p.Stats()) }})
	}
	add("not_written_total", "Exchanges that are not in the journal or the capture.", record.Stats.Lost)
	add("written_late_total", "Exchanges written down after their answer.", func(s record.Stats) uint64 { return s.Late })
	add("not_judged_total", "Exchanges that passed too fast to be judged: in no other count.", func(s record.Stats) uint64 { return s.Unseen })
	add("not_passed_on_total", "Requests that were refused.", func(s record.Stats) uint64 { return s.Refused })
	return list
}
