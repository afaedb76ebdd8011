package formats

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// endless is a value that never ends, as a small compressed file may hold one.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	e.read += len(b)
	return len(b), nil
}

func TestEndlessValuesAreRefused(t *testing.T) {
	for name, start := range map[string]string{
		"run":           `{"version":1,"exchanges":[{"seq":1,"x":"`,
		"run, before":   `{"version":1,"target":"`,
		"har":           `{"log":{"entries":[{"comment":"`,
		"har, before":   `{"log":{"creator":"`,
		"curl":          `curl '`,
		"har, a number": `{"log":{"entries":[`,
	} {
		f, err := ByName(strings.SplitN(name, ",", 2)[0])
		if err != nil {
			t.Fatal(err)
		}
		rest := new(endless)
		var failed error
		for _, err := range f.Read(io.MultiReader(strings.NewReader(start), rest), format.Options{}) {
			failed = err
		}
		if failed == nil || rest.read > 2*capture.DefaultMaxLine {
			t.Errorf("%s: got %v after %d bytes", name, failed, rest.read)
		}
		if name == "run" && !errors.Is(failed, format.ErrTooLarge) {
			t.Errorf("%s: got %v, want %v", name, failed, format.ErrTooLarge)
		}
	}
}

// Many values may well be larger together.
func TestPortionsBeginAnew(t *testing.T) {
	p := &format.Portions{In: new(endless)}
	for range 3 {
		p.Next()
		if n, err := io.CopyN(io.Discard, p, capture.DefaultMaxLine); err != nil {
			t.Fatalf("got %d bytes, %v", n, err)
		}
	}
	if _, err := p.Read(make([]byte, 1)); !errors.Is(err, format.ErrTooLarge) {
		t.Errorf("got %v, want %v", err, format.ErrTooLarge)
	}
}
