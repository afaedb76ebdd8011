// Package policy decides over friend requests by a file of ordered rules.
//
// A rule has an expression over the request, by the short names of its fields, and allows, denies, or has the whole answer as
// text; the first rule that holds for an account decides over it, and where none holds it is allowed. [Load] compiles a file,
// [Policy.Decide] decides: it depends on nothing but the request, the time that it is given, and what it was asked before (rate and
// seen), so that captured traffic can be decided over with the clock of its EventTime.
package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/expr-lang/expr/vm"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/expression"
	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// Policy is a compiled policy. Many goroutines may use it at once. A nil Policy allows everybody.
type Policy struct {
	Name   string // of the file
	Digest string // of the file's text: the first 12 hex digits of its SHA-256

	rules []*rule
	lists map[string]*list
	files []string
	sites map[string]*site

	names    []name    // that expressions know
	machines sync.Pool // of *machine
}

// rule is a compiled rule.
type rule struct {
	id      string
	when    string      // the expression, or "" for always
	program *vm.Program // nil for always
	names   []name      // those in the expression
	code    int64       // 0 allows
	info    string
	answer  string           // the whole answer, or ""
	said    map[string]int64 // by account, in answer
}

// Load reads and compiles the policy in a file. What is wrong with it is a [strictyaml.Errors] that points at every
// mistake.
func Load(path string) (*Policy, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, text)
}

// Parse compiles the text of a policy. Files of lists are looked for beside the file called name.
func Parse(name string, text []byte) (*Policy, error) {
	var f File
	doc := yamlfile.Read(name, text, &f)
	sum := sha256.Sum256(text)
	p := &Policy{
		Name: name, Digest: hex.EncodeToString(sum[:6]),
		files: []string{name}, lists: map[string]*list{}, sites: map[string]*site{}, names: namesOf(callback.FieldsOf(callback.Webhooks()...)),
	}
	for _, id := range slices.Sorted(maps.Keys(f.Lists)) {
		p.lists[id] = p.newList(doc, f.Lists[id], filepath.Dir(name))
	}
	ids := map[string]bool{}
	for i := range f.Rules {
		r := &f.Rules[i]
		if ids[r.ID.Value] && r.ID.Value != "" {
			doc.Fail(r.ID, 1, 1, "a second rule with the id %q", r.ID.Value)
		}
		ids[r.ID.Value] = true
		p.rules = append(p.rules, p.compile(doc, r))
	}
	if err := doc.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// Files lists the files that the policy was made from: its own, and those of its lists.
func (p *Policy) Files() []string {
	if p == nil {
		return nil
	}
	return slices.Clone(p.files)
}

// Rules lists the ids of the rules in their order.
func (p *Policy) Rules() iter.Seq[string] {
	return func(yield func(string) bool) {
		if p == nil {
			return
		}
		for _, r := range p.rules {
			if !yield(r.id) {
				return
			}
		}
	}
}

// Adopt takes over what old counted for rate and seen, where a rule calls them with the same words, so that a policy can
// be replaced without forgetting. It must be called before the first Decide.
func (p *Policy) Adopt(old *Policy) {
	if p == nil || old == nil {
		return
	}
	for key, s := range p.sites {
		if before, ok := old.sites[key]; ok {
			s.window = before.window
		}
	}
}

// Decision says what becomes of one account, and why.
type Decision struct {
	Account string
	Code    int64  // 0 allows; else in [callback.MinCode, callback.MaxCode]
	Info    string // for ResultInfo; "" when allowed
	Rule    string // id of the rule that held, or "" where none did
	Answer  string // the whole answer that it has, which is one of the request, or ""
	policy  *Policy
	at      int // index of that rule, or how many rules there are
	subject *subject
}

// Allowed reports whether the account may be added.
func (d *Decision) Allowed() bool { return d.Code == 0 }

// Decide appends a decision for every item of the request to dst, in order. Platform and clientIP are the
// parameters of the URL.
func (p *Policy) Decide(dst []Decision, q *callback.Request, clientIP, platform string, now time.Time) []Decision {
	for i := range q.Items {
		d := Decision{Account: q.Items[i].ToAccount}
		if p != nil {
			d.policy, d.at = p, len(p.rules)
			d.subject = &subject{request: q, item: i, clientIP: clientIP, platform: platform, now: now}
			p.decide(&d)
		}
		dst = append(dst, d)
	}
	literal(dst)
	return dst
}

// literal has a rule with a whole answer, if there is one among the decisions, decide over all accounts: the first of them.
func literal(list []Decision) {
	is := slices.IndexFunc(list, func(d Decision) bool { return d.Answer != "" })
	if is < 0 {
		return
	}
	first := list[is]
	for i := range list {
		d := &list[i]
		d.Rule, d.Answer, d.Info, d.at = first.Rule, first.Answer, "", first.at
		d.Code = d.policy.rules[d.at].said[d.Account]
	}
}

// Other decides over another callback of the app, by the rules that have a whole answer: the first that holds for its command
// has it. Without one, ok is false.
func (p *Policy) Other(command, clientIP, platform string, now time.Time) (d Decision, ok bool) {
	if p == nil {
		return d, false
	}
	q := &callback.Request{CallbackCommand: command, Items: make([]callback.Item, 1)}
	d.policy, d.at = p, len(p.rules)
	d.subject = &subject{request: q, clientIP: clientIP, platform: platform, now: now, other: true}
	p.decide(&d)
	return d, d.Answer != ""
}

func (p *Policy) decide(d *Decision) {
	m, _ := p.machines.Get().(*machine)
	if m == nil {
		m = &machine{env: map[string]any{}}
	}
	defer p.machines.Put(m)
	clear(m.env)
	m.env[subjectKey], m.env[expression.Key] = d.subject, &m.steps
	for i, r := range p.rules {
		if d.subject.other && r.answer == "" {
			continue // it decides over friend requests
		}
		d.subject.rule = i
		if r.program != nil {
			for j := range r.names {
				if n := &r.names[j]; m.env[n.short] == nil {
					m.env[n.short] = n.value(d.subject)
				}
			}
			m.steps = 0
			held, err := m.vm.Run(r.program, m.env)
			if err != nil {
				d.subject.errs = append(d.subject.errs, failure{i, firstLine(err)})
				continue
			}
			if held != true {
				continue
			}
		}
		d.Rule, d.Code, d.Info, d.Answer, d.at = r.id, r.code, r.info, r.answer, i
		return
	}
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// noList says that there is no such list, and what may have been meant.
func (p *Policy) noList(name string) error {
	names := slices.Sorted(maps.Keys(p.lists))
	if len(names) == 0 {
		return fmt.Errorf("no list %q; the file has no lists", name)
	}
	return fmt.Errorf("no list %q%s; there are %s", name, nearest.Hint(name, names), strings.Join(names, ", "))
}
