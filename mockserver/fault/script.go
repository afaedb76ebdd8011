package fault

import (
	"fmt"
	"strings"
	"time"
)

// Script says when the server misbehaves, and how. It is what [ParseScript] reads, or [Recorded]; the same script can be given to
// several servers.
type Script struct {
	Text     string
	Seed     uint64
	phases   []phase
	recorded *Recorded // acts instead of the phases, or nil
}

// ScriptError is a place in a script that makes no sense.
type ScriptError struct {
	Text    string
	At      int // byte index
	Message string
}

func (e *ScriptError) Error() string {
	return fmt.Sprintf("fault script: %s\n    %s\n    %s^", e.Message, e.Text, strings.Repeat(" ", len([]rune(e.Text[:e.At]))))
}

// Files reads what a script refers to.
type Files struct {
	// Latencies reads how long the answers in a capture took. Where it is nil, scripts cannot refer to captures.
	Latencies func(path string) ([]time.Duration, error)
}

// Parse reads a fault script; see [ScriptHelp]. An error is a *ScriptError.
func Parse(text string, files Files) (*Script, error) {
	p := scriptParser{script: &Script{Text: text, Seed: 1, phases: []phase{{}}}, files: files}
	for start := 0; start <= len(text); {
		end := len(text)
		if i := strings.IndexByte(text[start:], ','); i >= 0 {
			end = start + i
		}
		p.words(start, end)
		p.part()
		start = end + 1
	}
	if p.err != nil {
		return nil, p.err
	}
	return p.script, nil
}

type scriptWord struct {
	text string
	at   int
}

type scriptParser struct {
	script *Script
	files  Files
	left   []scriptWord // of the part
	end    int          // of the part
	count  uint64       // of the acts
	err    *ScriptError // the first one
}

func (p *scriptParser) fail(at int, format string, args ...any) {
	if p.err == nil {
		p.err = &ScriptError{p.script.Text, at, fmt.Sprintf(format, args...)}
	}
}

// words splits a part.
func (p *scriptParser) words(start, end int) {
	p.left, p.end = p.left[:0], end
	for i := start; i < end; {
		if p.script.Text[i] == ' ' || p.script.Text[i] == '\t' || p.script.Text[i] == '\n' {
			i++
			continue
		}
		word := p.script.Text[i:end]
		if j := strings.IndexAny(word, " \t\n"); j >= 0 {
			word = word[:j]
		}
		p.left = append(p.left, scriptWord{word, i})
		i += len(word)
	}
}

func (p *scriptParser) next() (scriptWord, bool) {
	if len(p.left) == 0 {
		return scriptWord{at: p.end}, false
	}
	w := p.left[0]
	p.left = p.left[1:]
	return w, true
}

// part reads one part.
func (p *scriptParser) part() {
	word, ok := p.next()
	if !ok {
		if strings.TrimSpace(p.script.Text) != "" {
			p.fail(word.at, "a part is empty")
		}
		return
	}
	start := word.at
	if from, err := time.ParseDuration(word.text); err == nil {
		p.phase(from, word)
		if word, ok = p.next(); !ok {
			p.fail(word.at, "wanted a fault after the time, or ok")
			return
		}
		start = word.at
	}
	a := &act{index: p.count}
	p.count++
	off := p.fault(a, word)
	for len(p.left) > 0 && p.err == nil {
		off = p.option(a) || off
	}
	a.text = strings.TrimSpace(p.script.Text[start:p.end])
	if a.fault == nil || off || p.err != nil {
		return
	}
	if a.fault.set != nil {
		if problem := a.fault.set(&a.settings); problem != "" {
			p.fail(word.at, "%s: %s", a.fault.ID, problem)
			return
		}
	}
	last := &p.script.phases[len(p.script.phases)-1]
	last.acts = append(last.acts, a)
}

func (p *scriptParser) phase(from time.Duration, word scriptWord) {
	last := p.script.phases[len(p.script.phases)-1]
	switch {
	case from < last.from || from == last.from && (from > 0 || len(last.acts) > 0):
		p.fail(word.at, "the phase begins at %s, which is not after the one before", word.text)
	case from > 0:
		p.script.phases = append(p.script.phases, phase{from: from})
	}
}

// fault reads FAULT. It reports whether the part is switched off.
func (p *scriptParser) fault(a *act, word scriptWord) (off bool) {
	id, value, hasValue := strings.Cut(word.text, "=")
	if f, known := ByID(id); known && f.Takes != "" && !hasValue && len(p.left) > 0 && !p.isOption(p.left[0].text) {
		value, hasValue = p.left[0].text, true // latency 3s is latency=3s
		p.left = p.left[1:]
	}
	switch id {
	case "ok":
		if hasValue {
			p.fail(word.at, "ok takes no value")
		}
		return true
	case "median", "p99":
		p.left = append([]scriptWord{word}, p.left...)
		id, value, hasValue = "latency", "", false
	}
	f, known := ByID(id)
	switch {
	case !known:
		p.fail(word.at, "%s", noFault(id))
		return true
	case hasValue && (value == "0" || value == "off" || value == "0s" || value == "0ms"):
		return true
	case hasValue && f.Takes == "":
		p.fail(word.at, "%s takes no value", id)
	case hasValue && value == "":
		p.fail(word.at+len(id)+1, "wanted %s after %s=", f.Takes, id)
	}
	a.fault, a.value = f, value
	if file, ok := strings.CutPrefix(value, "@"); ok && id == "latency" {
		p.latencies(a, file, word)
	}
	return false
}

func (p *scriptParser) latencies(a *act, file string, word scriptWord) {
	if p.files.Latencies == nil {
		p.fail(word.at, "no file can be named here; --fault %s on the command line can", word.text)
		return
	}
	samples, err := p.files.Latencies(file)
	switch {
	case err != nil:
		p.fail(word.at, "%v", err)
	case len(samples) == 0:
		p.fail(word.at, "%s has no answers to take latencies from", file)
	}
	a.samples = samples
}
