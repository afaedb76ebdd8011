package fault

import (
	"cmp"
	_ "embed" // for the table
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

//go:embed faults.yaml
var table []byte

// row is a fault as it stands in the table: what is said of it, and what it does, in this order. Texts in which an expression
// is wanted are about a [view].
type row struct {
	Fault

	Lacks   []string          `yaml:"lacks"`   // checks that it does not have
	Accepts map[string]string `yaml:"accepts"` // when a check passes, in place of the right one

	When     string `yaml:"when"`     // only then it does what follows
	Chokes   string `yaml:"chokes"`   // when it answers 500 with a page, and does nothing else
	Refuses  string `yaml:"refuses"`  // when it fails with a code and a shape of its own
	Approves bool   `yaml:"approves"` // it answers as in the page's sample
	Waits    string `yaml:"waits"`    // how many milliseconds it takes

	Head     *said  `yaml:"head"`
	Items    *said  `yaml:"items"`
	Info     string `yaml:"info"`     // ErrorInfo
	Denies   string `yaml:"denies"`   // which items, of which n is the number
	Accounts string `yaml:"accounts"` // that it answers

	Page   int               `yaml:"page"` // a page of this status, as proxies make them
	Say    *string           `yaml:"say"`  // in place of the body
	Body   string            `yaml:"body"` // what becomes of the body
	Edit   [][]string        `yaml:"edit"` // a text, and what replaces it
	Match  [][]string        `yaml:"match"`
	Type   *string           `yaml:"type"` // Content-Type; "" is none
	Header map[string]string `yaml:"header"`
	Status int               `yaml:"status"`
	Raw    string            `yaml:"raw"` // all bytes, after which the connection closes
	End    string            `yaml:"end"` // closed or reset without an answer, or lingering after it
}

// said is the head of an answer, or an item.
type said struct {
	Status string `yaml:"status"`
	Code   int64  `yaml:"code"`
	Info   string `yaml:"info"`
}

// faults are the table.
var faults = sync.OnceValue(func() []*Fault {
	var f struct {
		Version int   `yaml:"version" need:"yes"`
		Faults  []row `yaml:"faults" need:"yes"`
	}
	if err := yamlfile.Read("faults.yaml", table, &f).Err(); err != nil {
		panic(err) // embedded, and read by the tests
	}
	natives := natives()
	all := make([]*Fault, len(f.Faults))
	for i := range f.Faults {
		all[i] = f.Faults[i].fault(natives)
	}
	return all
})

// natives are what of the faults is Go.
func natives() map[string]Fault {
	all := nativeWire()
	for _, more := range []map[string]Fault{nativeReading(), nativeMemories(), nativeAnswers(), nativeHandshakes()} {
		maps.Copy(all, more)
	}
	return all
}

// fault is what the row makes, with what of it is Go.
func (r *row) fault(natives map[string]Fault) *Fault {
	f, native := r.Fault, natives[r.ID]
	f.set, f.receive, f.secure, f.state = native.set, native.receive, native.secure, native.state
	f.checks = native.checks
	if f.checks == nil {
		f.checks = r.checks()
	}
	steps := r.steps()
	if native.answer != nil {
		steps = slices.Insert(steps, 0, native.answer)
	}
	if len(steps) == 0 {
		return &f
	}
	when := condition(r.When)
	f.answer = func(x *Handling, h *hit) {
		if r.When != "" && !when(viewOf(x, h)) {
			return
		}
		for _, step := range steps {
			step(x, h)
		}
	}
	return &f
}

func (r *row) checks() map[string]func(*Handling) string {
	checks := make(map[string]func(*Handling) string)
	for _, name := range r.Lacks {
		checks[name] = nil
	}
	for name, text := range r.Accepts {
		accepts := condition(text)
		checks[name] = func(x *Handling) string {
			if accepts(viewOf(x, nil)) {
				return ""
			}
			return "not accepted"
		}
	}
	return checks
}

// steps are what the fault does to an answer, in the order of the keys.
func (r *row) steps() (steps []func(*Handling, *hit)) {
	add := func(given bool, step func(*Handling, *hit)) {
		if given {
			steps = append(steps, step)
		}
	}
	chokes, refuses, denies := condition(r.Chokes), condition(r.Refuses), condition(r.Denies)
	add(r.Chokes != "", func(x *Handling, h *hit) {
		if chokes(viewOf(x, h)) {
			page(x, http.StatusInternalServerError)
		}
	})
	add(r.Refuses != "", func(x *Handling, h *hit) {
		if refuses(viewOf(x, h)) {
			x.Answer.Body = `{"ActionStatus":"FAIL","ErrorCode":1001,"ErrorInfo":"bad request"}`
		}
	})
	add(r.Approves, func(x *Handling, _ *hit) { x.Answer = Answer{Status: http.StatusOK, Body: callback.SampleResponse} })
	waits := expression[int](r.Waits)
	add(r.Waits != "", waiting(func(x *Handling, h *hit) time.Duration { return time.Duration(waits(viewOf(x, h))) * time.Millisecond }))
	add(r.Head != nil || r.Items != nil || r.Info != "", func(x *Handling, _ *hit) {
		if r.Head != nil {
			x.Reply.ActionStatus, x.Reply.ErrorCode, x.Reply.ErrorInfo = r.Head.Status, r.Head.Code, r.Head.Info
		}
		if r.Items != nil {
			eachItem(&x.Reply, r.Items.Code, r.Items.Info)
		}
		x.Reply.ErrorInfo = cmp.Or(r.Info, x.Reply.ErrorInfo)
		x.write()
	})
	add(r.Denies != "", func(x *Handling, h *hit) {
		v := viewOf(x, h)
		x.deny(func(n int) bool {
			v.N = n
			return denies(v)
		})
	})
	accounts := expression[any](r.Accounts)
	add(r.Accounts != "", func(x *Handling, h *hit) {
		if len(x.Reply.ResultItem) > 0 {
			x.answerAbout(listed(accounts(viewOf(x, h))))
		}
	})
	return append(steps, r.shapes()...)
}

// shapes are the steps that change the answer as it is written.
func (r *row) shapes() (steps []func(*Handling, *hit)) {
	add := func(given bool, step func(*Handling, *hit)) {
		if given {
			steps = append(steps, step)
		}
	}
	add(r.Page != 0, func(x *Handling, _ *hit) { page(x, r.Page) })
	add(r.Say != nil, func(x *Handling, _ *hit) { x.Answer.Body = *r.Say })
	body, raw := expression[string](r.Body), expression[string](r.Raw)
	add(r.Body != "", func(x *Handling, h *hit) { x.Answer.Body = body(viewOf(x, h)) })
	for _, pair := range r.Edit {
		add(true, func(x *Handling, _ *hit) { x.Answer.Body = strings.ReplaceAll(x.Answer.Body, pair[0], pair[1]) })
	}
	for _, pair := range r.Match {
		re := lazy.Regexp(pair[0])
		add(true, func(x *Handling, _ *hit) { x.Answer.Body = re().ReplaceAllString(x.Answer.Body, pair[1]) })
	}
	add(r.Type != nil, func(x *Handling, _ *hit) {
		x.Answer.Header = http.Header{}
		if *r.Type != "" {
			x.Answer.Header.Set("Content-Type", *r.Type)
		}
	})
	for name, text := range r.Header {
		value := expression[string](text)
		add(true, func(x *Handling, h *hit) {
			if x.Answer.Header == nil {
				x.Answer.Header = http.Header{"Content-Type": {jsonType}}
			}
			x.Answer.Header.Set(name, value(viewOf(x, h)))
		})
	}
	add(r.Status != 0, func(x *Handling, _ *hit) { x.Answer.Status = r.Status })
	add(r.Raw != "", func(x *Handling, h *hit) { sends(x, raw(viewOf(x, h))) })
	switch r.End {
	case "closed":
		add(true, func(x *Handling, _ *hit) { x.Answer = Answer{End: EndClosed} })
	case "reset":
		add(true, func(x *Handling, _ *hit) { x.Answer = Answer{End: EndReset} })
	case "lingering":
		add(true, func(x *Handling, _ *hit) {
			x.Answer = Answer{Raw: string(x.Answer.Append(nil, "")), IsRaw: true, End: EndLingering}
		})
	}
	return steps
}
