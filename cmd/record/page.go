package record

import (
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/live/page"
	"github.com/chatcb/chatcb/record"
)

// openPage introduces the proxy to the mock server's live page: a log of what passes, filled from the journal, and the page
// over it; the page is nil without one.
func (o *options) openPage(p *record.Proxy, url string) (*live.Log, *serving.Admin, error) {
	log := live.New(live.Config{Judge: p.Judge, Requests: &p.RequestJudge})
	if o.Listen.AdminAddr != "none" && o.Keep.journal != nil {
		o.Keep.refilled = serving.Refill(log, o.Keep.journal, 0, 0, nil, serving.Unread(o.App))
	}
	admin, err := o.Listen.OpenAdmin(log, page.About{
		URL: url, Language: o.App.Words().Name(), Recording: true, Target: p.Target.String(), Deadline: p.Deadline.Milliseconds(),
	}, o.Token.Value.Reveal(), o.live, counters(p)...)
	return log, admin, err
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
