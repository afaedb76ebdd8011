package scenarios

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/result"
)

// besideKept sends a request on a second connection while the first is kept open. It returns the reply if there is no answer
// until the first is closed, and again so: the receiver serves one connection at a time, and Chat keeps several.
func (t *CaseRun) besideKept() *Reply {
	if first := t.Suite.first; !first.Answered() || first.Exchange.Answer.Close {
		return nil
	}
	unserved := t.unserved()
	if unserved == nil {
		return nil
	}
	t.Suite.Client.CloseIdle()
	conn := t.Suite.Client.Conn()
	defer conn.Close()
	if !t.SendOn(conn, result.Control, "kept", t.Sample()).Answered() || t.unserved() == nil {
		return nil
	}
	conn.Close()
	if !t.SendFreshControl(t.Sample()).Answered() {
		return nil
	}
	return unserved
}

// unserved sends a request on a new connection, and returns the reply if there is no answer at all.
func (t *CaseRun) unserved() *Reply {
	r := t.Sample()
	r.Timeout = t.Suite.Deadline()
	rep := t.SendFreshControl(r)
	x := rep.Exchange
	if rep.cut || len(x.Sent) == 0 || len(x.Received) > 0 || x.Failure.Cause != callback.Late {
		return nil
	}
	return rep
}

// ExpectBesideKept reports a receiver that serves one kept connection at a time.
func (t *CaseRun) ExpectBesideKept() {
	r := t.Suite.unserved
	if r == nil {
		return
	}
	t.show("on a second connection", r)
	f := t.OwnFinding(r, "", "an answer on a second connection while the first is kept open", r.Summary(),
		"one kept connection at a time is served: a second gets no answer until the first is closed; "+
			"Chat keeps its connections, so that what comes on another is late and the friend is added")
	t.AddFinding(Mending(f, "Serve each connection by a thread or task of its own, "+
		"or close connections after the answer (Connection: close)."))
}
