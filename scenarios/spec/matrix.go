package spec

import (
	"maps"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/internal/yamlfile"
)

// maxCases bounds the combinations of a matrix: more are a mistake.
const maxCases = 1000

// matrix is the cases of each variable, in the order of the file.
type matrix [][]combination

// combination is one case: its part of the case's id, and what the variables are in it, by their names. Where one has names of
// its own, each is a value: ${variable.name}.
type combination struct {
	key    string
	values map[string]string
}

// ReadYAML takes for each variable a list of values, or names with values, or names with several named values each.
func (m *matrix) ReadYAML(n yamlfile.Node) {
	if !n.IsMapping() {
		n.Fail("wanted variables with lists of values")
		return
	}
	cases := 1
	n.Pairs(func(name string, at, value yamlfile.Node) {
		var list []combination
		switch {
		case value.IsSequence():
			var texts []string
			value.Into(&texts)
			for _, text := range texts {
				list = append(list, combination{slug(text), map[string]string{name: text}})
			}
		case value.IsMapping():
			value.Pairs(func(key string, _, v yamlfile.Node) {
				c := combination{slug(key), map[string]string{}}
				if v.IsMapping() {
					v.Pairs(func(sub string, _, v yamlfile.Node) { c.set(name+"."+sub, v) })
				} else {
					c.set(name, v)
				}
				list = append(list, c)
			})
		}
		if len(list) == 0 {
			at.Fail("%s: wanted a list of values, or names with values", name)
		}
		*m = append(*m, list)
		cases = min(cases*max(len(list), 1), maxCases+1)
	})
	if cases > maxCases {
		n.Fail("more than %d combinations", maxCases)
		*m = nil
	}
}

func (c *combination) set(name string, value yamlfile.Node) {
	var text string
	value.Into(&text)
	c.values[name] = text
}

// combinations are all cases, the last variable changing fastest; a matrix without variables has one, without a key.
func (m matrix) combinations() []combination {
	all := []combination{{values: map[string]string{}}}
	for _, list := range m {
		var next []combination
		for _, c := range all {
			for _, v := range list {
				values := maps.Clone(c.values)
				maps.Copy(values, v.values)
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
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(idLetters, r) {
			return r
		}
		return '-'
	}, text)
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
