package captures

import (
	"context"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/captured"
)

// merging writes the records of several files in the order of time. It holds one record of each.
type merging struct {
	in   *captured.Input
	out  *captured.Output
	keep bool
}

// mergeSource is one file and its next record.
type mergeSource struct {
	name   string
	next   func() (*capture.Record, error, bool)
	record *capture.Record // nil at the end
	told   bool            // that it is not in order
}

func (m *merging) run(ctx context.Context, files []string) error {
	var sources []*mergeSource
	for _, name := range files {
		next, stop := iter.Pull2(m.in.Records(ctx, []string{name}))
		defer stop()
		s := &mergeSource{name: name, next: next}
		if err := m.advance(s); err != nil {
			return err
		}
		sources = append(sources, s)
	}
	for n := uint64(1); ; n++ {
		var first *mergeSource
		for _, s := range sources {
			if s.record != nil && (first == nil || s.record.Exchange.Start.Before(first.record.Exchange.Start)) {
				first = s
			}
		}
		if first == nil {
			return nil
		}
		if !m.keep {
			first.record.Exchange.Seq = n
		}
		if err := m.out.Write(first.record); err != nil {
			return err
		}
		if err := m.advance(first); err != nil {
			return err
		}
	}
}

// advance reads the next record of a file.
func (m *merging) advance(s *mergeSource) error {
	var before int64
	if s.record != nil {
		before = s.record.Exchange.Start.UnixNano()
	}
	r, err, ok := s.next()
	if !ok {
		s.record = nil
		return nil
	}
	if err != nil {
		return err
	}
	if s.record = r; before > r.Exchange.Start.UnixNano() && !s.told {
		s.told = true
		m.in.App.ErrTerminal().Printf("%s is not in the order of time: its exchanges stay behind one another\n", s.name)
	}
	return nil
}
