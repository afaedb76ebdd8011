package conformance

import (
	"github.com/chatcb/chatcb/exchange"
)

// Judging judges the exchanges of a capture one after another, in memory that it uses again. Its zero value judges by the
// default assumptions. It is for one goroutine.
type Judging struct {
	Judge Judge

	Asked     Request   // what the exchange judged last asked
	Judgement Judgement // and the result
}

// Exchange judges one exchange; the result is in Judgement until the next call. The error says that its request is none
// that can be read, as when it was wrong on purpose; what was read of it is judged all the same. Where it is not known what
// came of the request, as in a file of requests, nothing is judged: there are no verdicts and no findings.
func (j *Judging) Exchange(x *exchange.Exchange) error {
	err := j.Asked.Read(x)
	if !x.Answered() {
		j.Judgement.Verdicts, j.Judgement.Findings = j.Judgement.Verdicts[:0], j.Judgement.Findings[:0]
		return err
	}
	j.Judge.Judge(x, &j.Asked, &j.Judgement)
	return err
}
