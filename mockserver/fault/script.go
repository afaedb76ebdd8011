package fault

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Script says when the server misbehaves, and how. It is what [Parse] reads, or [Recorded]; the same script can be given to
// several servers.
type Script struct {
	Text     string
	Seed     uint64
	acts     []*act
	recorded *Recorded // acts instead, or nil
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

// Parse reads a fault script: parts with commas between them, each [TIME] FAULT[=VALUE] [OPTION…]. A time begins a phase, and ok
// is no fault. An error is a *ScriptError.
func Parse(text string, files Files) (*Script, error) {
	p := scriptParser{script: &Script{Text: text, Seed: 1}, files: files, words: regexp.MustCompile(`[^ \t\n]+`)}
	for part := range strings.SplitAfterSeq(text, ",") {
		start := p.end
		p.end = start + len(strings.TrimSuffix(part, ","))
		p.part(start)
		p.end = start + len(part)
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
	words  *regexp.Regexp
	left   []scriptWord  // of the part
	end    int           // of the part
	count  uint64        // of the parts with a fault, or ok
	from   time.Duration // when the phase begins
	err    *ScriptError  // the first one
}

func (p *scriptParser) fail(at int, format string, args ...any) {
	p.err = cmp.Or(p.err, &ScriptError{p.script.Text, at, fmt.Sprintf(format, args...)})
}

// next takes the next word of the part, which is "" behind the last.
func (p *scriptParser) next() scriptWord {
	if len(p.left) == 0 {
		return scriptWord{at: p.end}
	}
	w := p.left[0]
	p.left = p.left[1:]
	return w
}

// part reads the part that begins at start.
func (p *scriptParser) part(start int) {
	p.left = nil
	for _, at := range p.words.FindAllStringIndex(p.script.Text[start:p.end], -1) {
		p.left = append(p.left, scriptWord{p.script.Text[start+at[0] : start+at[1]], start + at[0]})
	}
	word := p.next()
	from, err := time.ParseDuration(word.text)
	if err == nil {
		p.phase(from, word)
		word = p.next()
	}
	switch {
	case word.text != "":
	case err == nil:
		p.fail(word.at, "wanted a fault after the time, or ok")
		return
	case strings.TrimSpace(p.script.Text) != "":
		p.fail(word.at, "a part is empty")
		return
	default:
		return
	}
	a := &act{index: p.count, from: p.from}
	p.count++
	on := p.fault(a, word)
	for len(p.left) > 0 && p.err == nil {
		on = p.option(a) && on
	}
	a.text = strings.TrimSpace(p.script.Text[word.at:p.end])
	if !on || p.err != nil {
		return
	}
	if err := a.read(a.fault); err != nil {
		p.fail(word.at, "%s: %v", a.fault.ID, err)
	}
	p.script.acts = append(p.script.acts, a)
}

// phase ends what acts, and begins another.
func (p *scriptParser) phase(from time.Duration, word scriptWord) {
	if from < p.from || from == p.from && (from > 0 || len(p.script.acts) > 0) {
		p.fail(word.at, "the phase begins at %s, which is not after the one before", word.text)
	}
	for _, a := range p.script.acts {
		a.until = min(cmp.Or(a.until, from), from)
	}
	p.from = from
}

// fault reads FAULT. It reports whether the part is on.
func (p *scriptParser) fault(a *act, word scriptWord) (on bool) {
	id, value, given := strings.Cut(word.text, "=")
	if id == "median" || id == "p99" { // settings of a latency
		p.left = slices.Insert(p.left, 0, word)
		id, value, given = "latency", "", false
	}
	f := named(id)
	if f != nil && f.Takes != "" && !given && len(p.left) > 0 && !p.isOption() {
		value, given = p.next().text, true // latency 3s is latency=3s
	}
	switch {
	case id == "ok":
		if given {
			p.fail(word.at, "ok takes no value")
		}
		return false
	case f == nil:
		p.fail(word.at, "%s", noFault(id))
		return false
	case given && slices.Contains([]string{"0", "off", "0s", "0ms"}, value):
		return false
	case given && f.Takes == "":
		p.fail(word.at, "%s takes no value", id)
	case given && value == "":
		p.fail(word.at+len(id)+1, "wanted %s after %s=", f.Takes, id)
	}
	a.fault, a.value = f, value
	if file, ok := strings.CutPrefix(value, "@"); ok && id == "latency" {
		a.samples = p.latencies(file, word)
	}
	return true
}

func (p *scriptParser) latencies(file string, word scriptWord) []time.Duration {
	if p.files.Latencies == nil {
		p.fail(word.at, "no file can be named here; --fault %s on the command line can", word.text)
		return nil
	}
	samples, err := p.files.Latencies(file)
	switch {
	case err != nil:
		p.fail(word.at, "%v", err)
	case len(samples) == 0:
		p.fail(word.at, "%s has no answers to take latencies from", file)
	}
	return samples
}
