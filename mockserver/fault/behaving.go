package fault

import (
	"net/http"
	"sync"

	"github.com/chatcb/chatcb/callback"
)

// The receivers that are built of what is here look right when the page's sample is sent to them, and are found out by a
// scenario that sends something else. They are meant for a strict server with an AppID and a Token: then each lacks one
// check, or has it wrong, or chokes on one thing.

// choking answers 500 with a page where the exchange is one that the receiver cannot stand.
func choking(on func(x *Handling) bool) func(*Handling, *hit) {
	return func(x *Handling, _ *hit) {
		if on(x) {
			page(x, http.StatusInternalServerError)
		}
	}
}

// erring fails with a code and a shape of the receiver's own where the exchange is one that it does not want.
func erring(on func(x *Handling) bool) func(*Handling, *hit) {
	return func(x *Handling, _ *hit) {
		if on(x) {
			x.Answer.Body = `{"ActionStatus":"FAIL","ErrorCode":1001,"ErrorInfo":"bad request"}`
		}
	}
}

// denying gives the items for which deny holds a code; n counts from 0.
func denying(deny func(x *Handling, n int) bool) func(*Handling, *hit) {
	return replying(func(x *Handling, r *callback.Response) {
		if r.ErrorCode != 0 {
			return
		}
		for i := range r.ResultItem {
			if deny(x, i) {
				r.ResultItem[i].ResultCode, r.ResultItem[i].ResultInfo = 38000, "not wanted"
			}
		}
	})
}

// without is a receiver that lacks checks.
func without(names ...string) map[string]func(*Handling) string {
	lacks := map[string]func(*Handling) string{}
	for _, name := range names {
		lacks[name] = nil
	}
	return lacks
}

// instead is a receiver that has a check of its own.
func instead(name string, refuse func(x *Handling) string) map[string]func(*Handling) string {
	return map[string]func(*Handling) string{name: refuse}
}

// accepting makes a check of a condition.
func accepting(ok func(x *Handling) bool) func(x *Handling) string {
	return func(x *Handling) string {
		if ok(x) {
			return ""
		}
		return "not accepted"
	}
}

// memory is what a receiver remembers between exchanges.
type memory struct {
	sync.Mutex
	values map[string]any
}

func newMemory() any { return &memory{values: map[string]any{}} }

func (h *hit) memory() *memory { return h.act.state.(*memory) }

// swap stores a value and returns the one that was there.
func (m *memory) swap(key string, value any) any {
	m.Lock()
	defer m.Unlock()
	old := m.values[key]
	if len(m.values) > 10000 { // a broken receiver must not break its host
		clear(m.values)
	}
	m.values[key] = value
	return old
}
