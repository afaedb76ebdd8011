package child

import (
	"strings"
	"sync"
)

// Tail keeps the end of what is written to it.
type Tail struct {
	mu   sync.Mutex
	text []byte
	cut  bool
}

// maxTail bounds what is kept of a program's output, in bytes.
const maxTail = 8 << 10

func (t *Tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if over := len(t.text) - maxTail; over > 0 {
		t.text, t.cut = append(t.text[:0], t.text[over:]...), true
	}
	return len(p), nil
}

// String is what was kept, from the beginning of a line.
func (t *Tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := string(t.text)
	if _, rest, ok := strings.Cut(text, "\n"); ok && t.cut {
		text = "…\n" + rest
	}
	return text
}
