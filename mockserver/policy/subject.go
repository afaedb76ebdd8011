package policy

import (
	"time"

	"github.com/expr-lang/expr/vm"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/expression"
)

// subject is what expressions ask about: one account of a request.
type subject struct {
	request            *callback.Request
	item               int
	clientIP, platform string
	now                time.Time
	other              bool // the request is another callback of the app

	rule  int // which one is being evaluated
	calls []call
	errs  []failure
}

// call is what a helper with a memory answered, which cannot be asked again.
type call struct {
	rule   int
	text   string
	result any
}

// failure is a rule that could not be evaluated; it does not hold.
type failure struct {
	rule int
	text string
}

// name is what expressions can ask of a subject.
type name struct {
	short string
	wire  string // what the callback calls it
	value func(*subject) any
}

// subjectKey is the subject itself in the environment of an expression. Nobody can write such a name.
const subjectKey = "the subject"

// namesOf are the names that expressions know: fields, parameters of the URL, and the time.
func namesOf(fields []*callback.Field) []name {
	var names []name
	for _, f := range fields {
		if f.Kind != callback.KindTime {
			names = append(names, name{f.Short, f.Name, func(s *subject) any { return s.field(f) }})
		}
	}
	return append(
		names,
		name{"command", callback.ParamCallbackCommand, func(s *subject) any { return s.request.CallbackCommand }},
		name{"platform", callback.ParamOptPlatform, func(s *subject) any { return s.platform }},
		name{"client_ip", callback.ParamClientIP, func(s *subject) any { return s.clientIP }},
		name{"now", "", func(s *subject) any { return s.now }},
	)
}

// field is the value of a field: its default where the request has none, and for a flag whether it is set.
func (s *subject) field(f *callback.Field) any {
	if f.Kind == callback.KindFlag {
		return *s.request.Number(f.Slot) == 1
	}
	if text := f.Text(s.request, s.item); text != "" {
		return text
	}
	return f.Default
}

// machine evaluates expressions, in memory that it uses again.
type machine struct {
	vm    vm.VM
	env   map[string]any
	steps expression.Steps
}

// environment tells the compiler of the names and their types.
func environment(names []name) map[string]any {
	nobody := &subject{request: &callback.Request{Items: make([]callback.Item, 1)}}
	env := map[string]any{subjectKey: nobody, expression.Key: new(expression.Steps)}
	for _, n := range names {
		env[n.short] = n.value(nobody)
	}
	return env
}
