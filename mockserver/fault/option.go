package fault

import (
	"strconv"
	"strings"
	"time"
)

// isOption reports whether the next word begins an OPTION.
func (p *scriptParser) isOption() bool {
	name, _, setting := strings.Cut(p.left[0].text, "=")
	switch name {
	case "first", "after", "for":
		return !setting
	case "seed", "median", "p99":
		return setting
	}
	_, err := strconv.ParseUint(name, 10, 32)
	return err == nil && len(p.left) > 1 && p.left[1].text == "in"
}

// option reads one OPTION. It reports whether the part is still on.
func (p *scriptParser) option(a *act) (on bool) {
	word := p.next()
	name, value, setting := strings.Cut(word.text, "=")
	of := scriptWord{value, word.at + len(name) + 1}
	switch {
	case name == "first" && !setting:
		a.first = p.number(p.next(), "first N", 32)
		return a.first > 0
	case name == "after" && !setting:
		a.after = p.number(p.next(), "after N", 32)
	case name == "for" && !setting:
		lasts := p.duration(p.next(), "for TIME")
		a.until = a.from + lasts
		return lasts > 0
	case name == "seed" && setting:
		p.script.Seed = p.number(of, "seed=N", 64)
	case (name == "median" || name == "p99") && setting:
		if a.fault == nil || a.fault.ID != "latency" {
			p.fail(word.at, "%s= is for latency", name)
			return false
		}
		d := map[string]*time.Duration{"median": &a.median, "p99": &a.p99}[name]
		*d = p.duration(of, name+"=TIME")
		return *d > 0
	case setting:
		p.fail(word.at, "unknown setting %s=; there are seed=, and for latency median= and p99=", name)
	default:
		return p.share(a, word)
	}
	return true
}

// share reads N in M.
func (p *scriptParser) share(a *act, word scriptWord) (on bool) {
	n, err := strconv.ParseUint(word.text, 10, 32)
	if err != nil {
		p.fail(word.at, "wanted first N, after N, N in M, for TIME or seed=N, got %q", word.text)
		return false
	}
	if in := p.next(); in.text != "in" {
		p.fail(in.at, `wanted "in" after %s, as in 1 in 10`, word.text)
		return false
	}
	a.n, a.m = n, p.number(p.next(), "N in M", 32)
	if a.m == 0 || a.m > 10000 || a.n > a.m {
		p.fail(word.at, "wanted at most M in M, and M from 1 to 10000")
	}
	return n > 0
}

func (p *scriptParser) number(word scriptWord, form string, bits int) uint64 {
	n, err := strconv.ParseUint(word.text, 10, bits)
	if err != nil {
		p.fail(word.at, "wanted a whole number in %s, got %q", form, word.text)
	}
	return n
}

func (p *scriptParser) duration(word scriptWord, form string) time.Duration {
	d, err := time.ParseDuration(word.text)
	if err != nil && word.text != "0" || d < 0 {
		p.fail(word.at, "wanted a duration such as 30s in %s, got %q", form, word.text)
	}
	return d
}
