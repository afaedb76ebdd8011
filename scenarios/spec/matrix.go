package spec

import (
	"maps"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/internal/yamlfile"
)

// maxCases bounds the combinations of a matrix: more are a mistake.
const maxCases = 1000

// matrix is variables with their values, in the order of the file.
type matrix struct {
	names  []string
	values [][]choice
}

// choice is one value of a variable, and its part of the case's id. Where it has names of its own, each is a value.
type choice struct {
	key    string
	values map[string]string // by name; "" is the value itself
}

// ReadYAML takes for each variable a list of values, or names with values, or names with several named values each:
// then ${variable.name} stands for one of them.
func (m *matrix) ReadYAML(n yamlfile.Node) {
	if !n.IsMapping() {
		n.Fail("wanted variables with lists of values")
		return
	}
	n.Pairs(func(name string, at, value yamlfile.Node) {
		var list []choice
		switch {
		case value.IsSequence():
			var texts []string
			value.Into(&texts)
			for _, text := range texts {
				list = append(list, choice{slug(text), map[string]string{"": text}})
			}
		case value.IsMapping():
			value.Pairs(func(key string, _, v yamlfile.Node) {
				c := choice{slug(key), map[string]string{}}
				if v.IsMapping() {
					v.Into(&c.values)
				} else {
					var text string
					v.Into(&text)
					c.values[""] = text
				}
				list = append(list, c)
			})
		}
		if len(list) == 0 {
			at.Fail("%s: wanted a list of values, or names with values", name)
		}
		m.names, m.values = append(m.names, name), append(m.values, list)
	})
	cases := 1
	for _, list := range m.values {
		if cases *= max(len(list), 1); cases > maxCases {
			n.Fail("more than %d combinations", maxCases)
			m.names, m.values = nil, nil
			return
		}
	}
}

// combination is one case of a matrix.
type combination struct {
	key    string
	values map[string]string
}

// combinations are all cases, the last variable changing fastest; a matrix without variables has one, without a key.
func (m *matrix) combinations() []combination {
	all := []combination{{values: map[string]string{}}}
	for i, name := range m.names {
		var next []combination
		for _, c := range all {
			for _, v := range m.values[i] {
				values := maps.Clone(c.values)
				for sub, value := range v.values {
					values[strings.TrimSuffix(name+"."+sub, ".")] = value
				}
				next = append(next, combination{strings.TrimPrefix(c.key+","+v.key, ","), values})
			}
		}
		all = next
	}
	seen := map[string]int{}
	for i := range all {
		key := all[i].key
		if seen[key]++; seen[key] > 1 {
			all[i].key += "-" + strconv.Itoa(seen[key])
		}
	}
	return all
}

// slug makes a value part of an id.
func slug(text string) string {
	const most = 32
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
	}
	s := b.String()
	switch {
	case text == "":
		return "empty"
	case text == "${"+varAbsent+"}":
		return "absent"
	case strings.Trim(s, "-.") == "":
		return "other"
	}
	return s[:min(len(s), most)]
}
