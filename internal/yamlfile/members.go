package yamlfile

import (
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/internal/nearest"
)

// Keyed is a map whose keys stand among those of the struct that it is a member of, tagged `yaml:",keys"`: keys that come
// from a table.
type Keyed interface{ YAMLKeys() []Key }

// Key is one of them. Values are read as Type, which can be converted to what the map holds.
type Key struct {
	Name, Doc string
	Type      reflect.Type
}

// key is one key that a struct takes.
type key struct {
	Key
	field reflect.StructField
	need  bool
	keyed bool // of a map
}

func keysOf(t reflect.Type) []key {
	var keys []key
	for _, f := range reflect.VisibleFields(t) {
		name, ok := f.Tag.Lookup("yaml")
		if !ok || name == "-" || !f.IsExported() {
			continue
		}
		if name == ",keys" {
			for _, k := range reflect.Zero(f.Type).Interface().(Keyed).YAMLKeys() {
				keys = append(keys, key{Key: k, field: f, keyed: true})
			}
			continue
		}
		name, _, _ = strings.Cut(name, ",") // omitempty is for writing
		keys = append(keys, key{Key: Key{name, f.Tag.Get("doc"), f.Type}, field: f, need: f.Tag.Get("need") != ""})
	}
	return keys
}

// each calls read for every key of a mapping, and notes keys that stand twice.
func (n Node) each(read func(name string, at, value Node)) {
	seen := map[string]int{}
	for i := 0; i+1 < len(n.node.Content); i += 2 {
		at, value := Node{n.doc, n.node.Content[i]}, Node{n.doc, n.node.Content[i+1]}
		if at.node.Kind != yaml.ScalarNode || !at.plain() {
			at.Fail("wanted a key, got %s", at.Got())
			continue
		}
		name := at.node.Value
		if line, ok := seen[name]; ok {
			at.Fail("the key %s stands twice, first in line %d", quoted(name), line)
			continue
		}
		seen[name] = at.node.Line
		read(name, at, value)
	}
}

func (n Node) readStruct(v reflect.Value) {
	keys, known := n.doc.keys[v.Type()]
	if !known {
		keys = keysOf(v.Type())
		n.doc.keys[v.Type()] = keys
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Name
	}
	if !n.IsMapping() {
		n.Fail("wanted keys with values (%s), got %s", strings.Join(names, ", "), n.Got())
		return
	}
	given := map[string]bool{}
	n.each(func(name string, at, value Node) {
		given[name] = true
		for _, k := range keys {
			if k.Name == name {
				k.read(v.FieldByIndex(k.field.Index), value)
				return
			}
		}
		at.Fail("unknown key %s%s; there are %s", quoted(name), nearest.Hint(name, names), strings.Join(names, ", "))
	})
	for _, k := range keys {
		if k.need && !given[k.Name] {
			n.Fail("the key %q is missing", k.Name)
		}
	}
}

// read reads the key's value into its member of a struct.
func (k *key) read(v reflect.Value, value Node) {
	if !k.keyed {
		value.read(v, k.field.Tag)
		return
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	e := reflect.New(k.Type).Elem()
	value.read(e, "")
	v.SetMapIndex(reflect.ValueOf(k.Name), e.Convert(v.Type().Elem()))
}

func (n Node) readMap(v reflect.Value) {
	if !n.IsMapping() {
		n.Fail("wanted names with values, got %s", n.Got())
		return
	}
	m := reflect.MakeMap(v.Type())
	n.each(func(name string, _, value Node) {
		e := reflect.New(v.Type().Elem()).Elem()
		value.read(e, "")
		m.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), e)
	})
	v.Set(m)
}

func (n Node) readSlice(v reflect.Value) {
	if !n.IsSequence() {
		n.Fail("wanted a list, got %s", n.Got())
		return
	}
	list := reflect.MakeSlice(v.Type(), 0, len(n.node.Content))
	for _, c := range n.node.Content {
		item := Node{n.doc, c}
		if !item.plain() {
			continue // no empty one in its place: what reads itself counts on having a node
		}
		list = list.Slice(0, list.Len()+1)
		item.read(list.Index(list.Len()-1), "")
	}
	v.Set(list)
}
