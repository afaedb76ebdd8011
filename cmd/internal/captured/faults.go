package captured

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
)

// Faults reads which faults acted on which request of the files, and the name and digest of the policy that decided, or "". That
// none acted is an error, which names the flag.
func (in *Input) Faults(flag string, files []string) (faults *fault.Recorded, policy string, err error) {
	faults = fault.NewRecorded(fault.Files{}) // a capture may have been edited: it names no files to open
	for rec, err := range new(replay.Order).Records(in.Each(context.Background(), files)...) {
		if err != nil {
			return nil, "", err
		}
		if err := faults.Add(rec.Exchange.SentBody(), rec.Extra); err != nil {
			return nil, "", fmt.Errorf("%s: exchange %d: %w", flag, rec.Exchange.Seq, err)
		}
		if decided, ok := rec.Get("policy"); ok && policy == "" {
			if policy, err = strconv.Unquote(decided); err != nil {
				policy = decided
			}
		}
	}
	if faults.Faulty == 0 {
		return nil, "", exit.Ended(outcome.Nothing, exit.Usagef("%s: no fault is recorded with the %s of %s; chatcb mockserver --fault … "+
			"--data DIR records them", flag, report.Plural(faults.Requests, "exchange"), strings.Join(files, ", ")))
	}
	return faults, policy, nil
}
