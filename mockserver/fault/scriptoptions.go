package fault

import (
	"strconv"
	"strings"
	"time"
)

// isOption reports whether a word begins an OPTION.
func (p *scriptParser) isOption(word string) bool {
	name, _, setting := strings.Cut(word, "=")
	switch name {
	case "first", "after", "for":
		return !setting
	case "seed", "median", "p99":
		return setting
	}
	_, err := strconv.ParseUint(word, 10, 32)
	return err == nil && len(p.left) > 1 && p.left[1].text == "in"
}

// option reads one OPTION. It reports whether it switches the part off.
func (p *scriptParser) option(a *act) (off bool) {
	word, _ := p.next()
	if name, value, ok := strings.Cut(word.text, "="); ok {
		return p.setting(a, word, name, value)
	}
	switch n, err := strconv.ParseUint(word.text, 10, 32); {
	case err == nil:
		if in, ok := p.next(); !ok || in.text != "in" {
			p.fail(in.at, `wanted "in" after %s, as in 1 in 10`, word.text)
			return false
		}
		a.n, a.m = n, p.number("N in M")
		if p.err == nil && (a.m == 0 || a.m > 10000 || a.n > a.m) {
			p.fail(word.at, "wanted at most M in M, and M from 1 to 10000")
		}
		return n == 0
	case word.text == "first":
		a.first = p.number("first N")
		return a.first == 0
	case word.text == "after":
		a.after = p.number("after N")
		return false
	case word.text == "for":
		a.lasts = p.duration("for TIME")
		return a.lasts == 0
	}
	p.fail(word.at, "wanted first N, after N, N in M, for TIME or seed=N, got %q", word.text)
	return false
}

// setting reads an OPTION of the form NAME=VALUE.
func (p *scriptParser) setting(a *act, word scriptWord, name, value string) (off bool) {
	at := word.at + len(name) + 1
	switch name {
	case "seed":
		n, err := strconv.ParseUint(value, 10, 64)
		if err != nil {
			p.fail(at, "wanted a whole number after seed=, got %q", value)
		}
		p.script.Seed = n
		return false
	case "median", "p99":
		if a.fault == nil || a.fault.ID != "latency" {
			p.fail(word.at, "%s= is for latency", name)
			return false
		}
		d, err := time.ParseDuration(value)
		if err != nil && value != "0" || d < 0 {
			p.fail(at, "wanted a duration after %s=, such as 80ms, got %q", name, value)
		}
		if name == "median" {
			a.median = d
		} else {
			a.p99 = d
		}
		return d == 0
	}
	p.fail(word.at, "unknown setting %s=; there are seed=, and for latency median= and p99=", name)
	return false
}

func (p *scriptParser) number(form string) uint64 {
	word, _ := p.next()
	n, err := strconv.ParseUint(word.text, 10, 32)
	if err != nil {
		p.fail(word.at, "wanted a whole number in %s, got %q", form, word.text)
	}
	return n
}

func (p *scriptParser) duration(form string) time.Duration {
	word, _ := p.next()
	d, err := time.ParseDuration(word.text)
	if err != nil && word.text != "0" || d < 0 {
		p.fail(word.at, "wanted a duration such as 30s in %s, got %q", form, word.text)
	}
	return d
}
