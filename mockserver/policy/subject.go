package policy

import (
	"time"

	"github.com/chatcb/chatcb/callback"
)

// Subject is what an expression can ask about: one account of a request.
type Subject struct {
	From      string    `expr:"from"`
	To        string    `expr:"to"`
	Requester string    `expr:"requester"`
	Remark    string    `expr:"remark"`
	Group     string    `expr:"group"`
	Source    string    `expr:"source"`
	Wording   string    `expr:"wording"`
	AddType   string    `expr:"add_type"` // Add_Type_Both where the request has none (page, "AddType")
	Force     bool      `expr:"force"`    // ForceAddFlags is 1
	Platform  string    `expr:"platform"`
	ClientIP  string    `expr:"client_ip"`
	Now       time.Time `expr:"now"`

	rule  int // which one is being evaluated
	calls []call
	errs  []failure
}

// call is what a helper with a memory answered, which cannot be asked again.
type call struct {
	rule   int
	text   string
	result any
}

// failure is a rule that could not be evaluated; it does not hold.
type failure struct {
	rule int
	text string
}

func newSubject(q *callback.Request, i int, clientIP, platform string, now time.Time) *Subject {
	f := &q.Items[i]
	s := &Subject{
		From: q.FromAccount, To: f.ToAccount, Requester: q.RequesterAccount, Remark: f.Texts[callback.Remark], Group: f.Texts[callback.Group],
		Source: f.Texts[callback.Source], Wording: f.Texts[callback.Wording], AddType: q.Texts[callback.AddType], Force: q.Numbers[callback.Force] == 1,
		Platform: platform, ClientIP: clientIP, Now: now,
	}
	if s.AddType == "" {
		s.AddType = callback.AddTypeBoth
	}
	return s
}

// value is a field by its name in expressions.
func (s *Subject) value(name string) any {
	switch name {
	case "from":
		return s.From
	case "to":
		return s.To
	case "requester":
		return s.Requester
	case "remark":
		return s.Remark
	case "group":
		return s.Group
	case "source":
		return s.Source
	case "wording":
		return s.Wording
	case "add_type":
		return s.AddType
	case "force":
		return s.Force
	case "platform":
		return s.Platform
	case "client_ip":
		return s.ClientIP
	}
	return s.Now
}

// subjectNames are the names that expressions know.
var subjectNames = []string{
	"from", "to", "requester", "remark", "group", "source", "wording", "add_type", "force", "platform", "client_ip", "now",
}
