package captured

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

// ReadFaults reads which faults acted on which request. The records must come in the order of their time. Policy is the
// one that decided, by its name and digest, or "".
func ReadFaults(records iter.Seq2[*capture.Record, error]) (faults *fault.Recorded, policy string, err error) {
	faults = fault.NewRecorded(fault.Files{}) // a capture may have been edited: it names no files to open
	for rec, err := range records {
		if err != nil {
			return nil, "", err
		}
		if err := faults.Add(rec.Exchange.SentBody(), rec.Extra); err != nil {
			return nil, "", fmt.Errorf("exchange %d: %w", rec.Exchange.Seq, err)
		}
		if decided, ok := rec.Get("policy"); ok && policy == "" {
			if policy, err = strconv.Unquote(decided); err != nil {
				policy = decided
			}
		}
	}
	return faults, policy, nil
}

// NoFaults is the error for captures in which no fault acted.
func NoFaults(flag string, faults *fault.Recorded, files []string) error {
	if faults.Faulty > 0 {
		return nil
	}
	return exit.Ended(outcome.Nothing, exit.Usagef("%s: no fault is recorded with the %s of %s; chatcb mockserver --fault … --data DIR "+
		"records them", flag,
		report.Plural(faults.Requests, "exchange"), strings.Join(files, ", ")))
}
