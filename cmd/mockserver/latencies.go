package mockserver

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/capture"
)

// scriptLatencies are what fault scripts draw from the captures that they name.
type scriptLatencies struct{ of map[string][]time.Duration }

// read reads the latencies of a capture, and remembers them.
func (s *scriptLatencies) read(path string) ([]time.Duration, error) {
	in, err := capture.Open(path, strings.NewReader(""))
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var list []time.Duration
	for rec, err := range capture.NewReader(in).All() {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if took := rec.Exchange.Phases.LastByte; took > 0 {
			list = append(list, took)
		}
	}
	if s.of == nil {
		s.of = map[string][]time.Duration{}
	}
	s.of[path] = list
	return list, nil
}

// known is what was read before. Scripts that come over the API have no more: who may switch faults may not therefore open
// every file that this process can.
func (s *scriptLatencies) known(path string) ([]time.Duration, error) {
	if list, ok := s.of[path]; ok {
		return list, nil
	}
	named := "none"
	if len(s.of) > 0 {
		named = strings.Join(slices.Sorted(maps.Keys(s.of)), ", ")
	}
	return nil, fmt.Errorf("%s cannot be read from here, only the captures that --fault named at the start (%s)", path, named)
}
