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
	if o.listen.AdminAddr != "none" && o.keep.journal != nil {
		o.keep.refilled = serving.Refill(log, o.keep.journal, 0, 0, nil, serving.Unread(o.app))
	}
	admin, err := o.listen.OpenAdmin(log, page.About{
		URL: url, Language: o.app.Words().Name(), Recording: true, Target: p.Target.String(), Deadline: p.Deadline.Milliseconds(),
	}, o.token.Value.Reveal(), o.live, []live.Counter{
		{Name: "not_written_total", Help: "Exchanges that are not in the journal or the capture.", Value: func() uint64 { return p.Stats().Lost() }},
		{Name: "written_late_total", Help: "Exchanges written down after their answer.", Value: func() uint64 { return p.Stats().Late }},
		{Name: "not_judged_total", Help: "Exchanges that passed too fast to be judged, and are in no other count.", Value: func() uint64 { return p.Stats().Unseen }},
		{Name: "not_passed_on_total", Help: "Requests that were refused.", Value: func() uint64 { return p.Stats().Refused }},
	}...)
	return log, admin, err
}
