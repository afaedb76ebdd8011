package explore

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/scenarios"
)

// mutation is one thing that is wrong with a request.
type mutation struct {
	kind  string // drop, duplicate, retype, boundary or swap
	path  string // JSON Pointer
	value string // JSON text, of retype and boundary; a second pointer, of swap
}

func (m mutation) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", m.kind, m.path, scenarios.Shorten(m.value)))
}

// parts are the values of a request about one account that mutations touch, as JSON Pointers.
type parts struct {
	all []string
	// needed are those without which nobody can say who asks what about whom. The page's table of request fields has no
	// column Required, which is why this is advisory.
	needed []string
}

func partsOf(w *callback.Webhook) parts {
	var p parts
	add := func(path string, needed bool) {
		if p.all = append(p.all, path); needed {
			p.needed = append(p.needed, path)
		}
	}
	for _, f := range w.Fields {
		add("/"+f.Name, f.Slot == callback.Command || f.Slot == callback.From || f.Slot == callback.ItemList)
		if f.Slot == callback.ItemList {
			add("/"+f.Name+"/0", true)
			for _, of := range w.Items {
				add("/"+f.Name+"/0/"+of.Name, of.Slot == callback.To)
			}
		}
	}
	return p
}

var otherTypes = [...]string{"null", "true", "0", "-1", `""`, `"x"`, "[]", "{}", "[[]]", `{"a": 1}`, "1.5"}

var boundaries = [...]string{
	"9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "1e400", "-0", "1E-400",
	`"\u0000"`, `"\ud800"`, `"\uffff"`,
}

func (p *parts) draw(r *rand.Rand) []mutation {
	list := make([]mutation, 1+r.IntN(3))
	for i := range list {
		m := mutation{kind: pick(r, []string{"drop", "duplicate", "retype", "boundary", "swap"}), path: pick(r, p.all)}
		switch m.kind {
		case "retype":
			m.value = pick(r, otherTypes[:])
		case "boundary":
			m.value = pick(r, boundaries[:])
			if r.IntN(4) == 0 {
				m.value = `"` + strings.Repeat("x", 1<<(8+r.IntN(6))) + `"`
			}
		case "swap":
			m.value = pick(r, p.all)
		}
		list[i] = m
	}
	return list
}

// mutated applies the mutations, those that still can be applied after the ones before.
func mutated(body []byte, list []mutation) []byte {
	for _, m := range list {
		if next, err := m.apply(body); err == nil {
			body = next
		}
	}
	return body
}

func (m mutation) apply(body []byte) ([]byte, error) {
	switch m.kind {
	case "drop":
		return rawjson.Patch(body, []rawjson.Operation{{Op: "remove", Path: m.path}})
	case "duplicate":
		return duplicated(body, m.path)
	case "swap":
		return swapped(body, m.path, m.value)
	}
	return rawjson.Patch(body, []rawjson.Operation{{Op: "replace", Path: m.path, Value: []byte(m.value)}})
}

// duplicated writes a member twice; no patch can do that.
func duplicated(body []byte, path string) ([]byte, error) {
	const mark = `"chatcb-twice"`
	value, err := rawjson.At(body, path)
	if err != nil {
		return nil, err
	}
	marked, err := rawjson.Patch(body, []rawjson.Operation{{Op: "replace", Path: path, Value: []byte(mark)}})
	if err != nil {
		return nil, err
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	twice := slices.Concat(value, []byte(`,"`+name+`":`), value)
	if name == "0" {
		twice = slices.Concat(value, []byte{','}, value)
	}
	return bytes.Replace(marked, []byte(mark), twice, 1), nil
}

func swapped(body []byte, a, b string) ([]byte, error) {
	if strings.HasPrefix(a, b) || strings.HasPrefix(b, a) {
		return body, nil
	}
	first, err := rawjson.At(body, a)
	if err != nil {
		return nil, err
	}
	second, err := rawjson.At(body, b)
	if err != nil {
		return nil, err
	}
	return rawjson.Patch(body, []rawjson.Operation{
		{Op: "replace", Path: a, Value: bytes.Clone(second)}, {Op: "replace", Path: b, Value: bytes.Clone(first)},
	})
}

// undecidable reports whether the mutations took away what there is to decide. Where several touch the same part, one may
// have put back what another took.
func (p *parts) undecidable(list []mutation) bool {
	part := func(path string) string { return strings.SplitN(path+"/", "/", 3)[1] }
	for i, m := range list {
		if m.kind != "drop" || !slices.Contains(p.needed, m.path) {
			continue
		}
		rest := slices.Concat(list[:i], list[i+1:])
		if !slices.ContainsFunc(rest, func(o mutation) bool {
			return part(o.path) == part(m.path) || o.kind == "swap" && part(o.value) == part(m.path)
		}) {
			return true
		}
	}
	return false
}

// fewer lists what is left without one of the mutations.
func fewer(list []mutation) [][]mutation {
	var all [][]mutation
	if len(list) > 1 {
		for i := range list {
			all = append(all, slices.Delete(slices.Clone(list), i, i+1))
		}
	}
	return all
}
