package mockserver

import (
	"net/http"
	"strings"
	"sync"

	"github.com/chatcb/chatcb/callback"
)

// The receivers of the active part of the zoo look right when the page's sample is sent to them, and are found out by a
// scenario that sends something else. They are meant for a strict server with an AppID and a Token: then each lacks one
// check, or has it wrong, or chokes on one thing.

// choking answers 500 with a page where the exchange is one that the receiver cannot stand.
func choking(on func(t *turn) bool) func(*turn, *hit) {
	return func(t *turn, _ *hit) {
		if on(t) {
			page(t, http.StatusInternalServerError)
		}
	}
}

// erring fails with a code and a shape of the receiver's own where the exchange is one that it does not want.
func erring(on func(t *turn) bool) func(*turn, *hit) {
	return func(t *turn, _ *hit) {
		if on(t) {
			t.event.answer.body = `{"ActionStatus":"FAIL","ErrorCode":1001,"ErrorInfo":"bad request"}`
		}
	}
}

// denying gives the items for which deny holds a code; n counts from 0.
func denying(deny func(t *turn, n int) bool) func(*turn, *hit) {
	return replying(func(t *turn, r *callback.Response) {
		if r.ErrorCode != 0 {
			return
		}
		for i := range r.ResultItem {
			if deny(t, i) {
				r.ResultItem[i].ResultCode, r.ResultItem[i].ResultInfo = 38000, "not wanted"
			}
		}
	})
}

// without is a receiver that lacks checks.
func without(names ...string) map[string]func(*turn) string {
	lacks := map[string]func(*turn) string{}
	for _, name := range names {
		lacks[name] = nil
	}
	return lacks
}

// instead is a receiver that has a check of its own.
func instead(name string, refuse func(t *turn) string) map[string]func(*turn) string {
	return map[string]func(*turn) string{name: refuse}
}

// accepting makes a check of a condition.
func accepting(ok func(t *turn) bool) func(t *turn) string {
	return func(t *turn) string {
		if ok(t) {
			return ""
		}
		return "not accepted"
	}
}

// parameter is the first value of a parameter.
func (t *turn) parameter(name string) string {
	value, _ := t.event.Query().Get(name)
	return value
}

// lastParameter is the last one, as some frameworks have it.
func (t *turn) lastParameter(name string) string {
	value := ""
	for _, p := range t.event.Query() {
		if p.Name == name {
			value = p.Value
		}
	}
	return value
}

// sent reports whether the body has this text.
func (t *turn) sent(text string) bool { return strings.Contains(t.event.body, text) }

// texts lists every text of the request that somebody typed.
func (t *turn) texts() []string {
	q := t.event.Request()
	list := []string{q.FromAccount, q.RequesterAccount}
	for i := range q.FriendItem {
		f := &q.FriendItem[i]
		list = append(list, f.ToAccount, f.Remark, f.GroupName, f.AddWording)
	}
	return list
}

// anyText reports whether a text of the request is so.
func (t *turn) anyText(is func(string) bool) bool {
	for _, text := range t.texts() {
		if is(text) {
			return true
		}
	}
	return false
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
