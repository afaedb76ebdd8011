package filter

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/vm"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/expression"
)

// Subject is what a filter is asked about: an exchange, and what is recorded with it.
type Subject struct {
	Exchange *exchange.Exchange
	Extra    []callback.Member
	// Judgement, if set, is asked for the judgement, instead of judging once more.
	Judgement func() *conformance.Judgement
}

// Matcher matches subjects one after another, in memory that it uses again. It is for one goroutine.
type Matcher struct {
	filter  *Filter
	env     map[string]any
	machine vm.VM
	steps   expression.Steps

	of      Subject
	judging conformance.Judging
	read    bool              // judging knows what was asked
	judged  bool              // and the result
	request *callback.Request // nil until it is decoded
}

// Matcher returns a matcher of the filter that judges with judge, where the expression asks for it.
func (f *Filter) Matcher(judge conformance.Judge) *Matcher {
	m := &Matcher{filter: f, judging: conformance.Judging{Judge: judge}, env: map[string]any{}}
	m.env[expression.Key] = &m.steps
	return m
}

// Match reports whether the filter is true for a subject. The error is one of evaluating it, such as an index out of range.
func (m *Matcher) Match(of Subject) (bool, error) {
	m.of, m.read, m.judged, m.request = of, false, false, nil
	for i := range m.filter.terms {
		if yes, err := m.holds(&m.filter.terms[i]); !yes {
			return false, err
		}
	}
	return true, nil
}

// Unmet lists the terms that are not true for a subject, at most limit of them. One that cannot be evaluated is not true.
func (m *Matcher) Unmet(of Subject, limit int) (texts []string) {
	m.of, m.read, m.judged, m.request = of, false, false, nil
	for i := range m.filter.terms {
		if holds, err := m.holds(&m.filter.terms[i]); holds && err == nil {
			continue
		}
		if texts = append(texts, m.filter.terms[i].text); len(texts) == limit {
			break
		}
	}
	return texts
}

func (m *Matcher) holds(t *term) (bool, error) {
	accounts := 1
	if slices.ContainsFunc(t.names, func(n name) bool { return n.each }) {
		accounts = max(len(m.question().Accounts), 1)
	}
	for i := range accounts {
		for j := range t.names {
			if n := &t.names[j]; i == 0 || n.each {
				m.env[n.short] = n.value(m, i)
			}
		}
		m.steps = 0
		result, err := m.machine.Run(t.program, m.env)
		if err != nil {
			message, _, _ := strings.Cut(err.Error(), "\n")
			return false, fmt.Errorf("exchange %d: %s", m.of.Exchange.Seq, message)
		}
		if yes, _ := result.(bool); yes {
			return true, nil
		}
	}
	return false, nil
}

// question is what the request asks, as far as it can be read.
func (m *Matcher) question() *conformance.Request {
	if !m.read {
		_ = m.judging.Request.Read(m.of.Exchange) // a request that cannot be read asks about nobody
		m.read = true
	}
	return &m.judging.Request
}

func (m *Matcher) accountAt(i int) string {
	if accounts := m.question().Accounts; i < len(accounts) {
		return accounts[i]
	}
	return ""
}

// decoded is the request, or an empty one where it cannot be decoded.
func (m *Matcher) decoded() *callback.Request {
	if m.request == nil {
		q, err := callback.DecodeRequest(m.of.Exchange.SentBody())
		if err != nil {
			q = &callback.Request{}
		}
		m.request = q
	}
	return m.request
}

func (m *Matcher) judgement() *conformance.Judgement {
	if m.of.Judgement != nil {
		return m.of.Judgement()
	}
	if !m.judged {
		_ = m.judging.Exchange(m.of.Exchange) // as in asked
		m.read, m.judged = true, true
	}
	return &m.judging.Judgement
}

// verdict is that of an account of the request; an empty one where there is none.
func (m *Matcher) verdict(i int) *conformance.Verdict {
	verdicts := m.judgement().Verdicts
	for j := range verdicts {
		if verdicts[j].Account == m.accountAt(i) {
			return &verdicts[j]
		}
	}
	return new(conformance.Verdict)
}

// rules are the ids of those that the answer breaks.
func (m *Matcher) rules() []string {
	ids := []string{}
	for i := range m.judgement().Findings {
		ids = append(ids, m.judgement().Findings[i].Rule.ID)
	}
	return ids
}

// leaks reports whether an account was to be blocked and gets through: by what the judge expects, or as it is written down.
func (m *Matcher) leaks(v *conformance.Verdict) bool {
	from := m.question().From
	e := conformance.Judged{From: from, Expect: m.judging.Judge.Expect}
	if e.IsLeak(v) {
		return true
	}
	var written []string
	_ = json.Unmarshal([]byte(member(m.of.Extra, "leaks")), &written) // another's "leaks" says nothing
	return slices.Contains(written, m.judgement().Webhook.OrFirst().Pair(from, v.Account))
}
