package yamlfile

import (
	"strings"
	"testing"
)

// keeper keeps its node for later.
type keeper struct{ node Node }

func (k *keeper) ReadYAML(n Node) { k.node = n }

func TestExpand(t *testing.T) {
	lookup := func(name string) (string, string, bool) {
		value, ok := map[string]string{"who": "x: y\n- z", "key": "ids"}[name]
		return value, " (there is who)", ok
	}
	for _, tt := range []struct{ text, name, err string }{
		{"name: a ${who} b\n", "a x: y\n- z b", ""},
		{"name: $${who} ${who}\n", "${who} x: y\n- z", ""},
		{"name: ${what}\n", "", `f.yaml:1:7: unknown variable ${what} (there is who)`},
		{"name: ab ${who\n", "", "f.yaml:1:7: ${ without its }"},
		{"name: n\n${key}: [\"${who}\"]\n", "n", ""},
	} {
		var k keeper
		d := Read("f.yaml", []byte(tt.text), &k)
		var v sample
		k.node.Expand(lookup).Into(&v)
		err := d.Err()
		switch {
		case tt.err != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.err)):
			t.Errorf("%q: got %v, want an error that begins %q", tt.text, err, tt.err)
		case tt.err == "" && (err != nil || v.Name != tt.name):
			t.Errorf("%q: got %q, %v, want %q", tt.text, v.Name, err, tt.name)
		}
	}
}

func TestOver(t *testing.T) {
	var mine, base keeper
	d := Read("mine.yaml", []byte("extends: b\nname: mine\n"), &mine)
	Read("base.yaml", []byte("kind: red\n\n\n\nname: base\nshare: x\n"), &base)
	at, ok := mine.node.Get("extends")
	if !ok {
		t.Fatal("no key extends")
	}
	var v sample
	mine.node.Over(base.node, at).Without("extends").Into(&v)
	if v.Name != "mine" || v.Kind != "red" {
		t.Errorf("got name %q, kind %q, want mine, red", v.Name, v.Kind)
	}
	if err := d.Err(); err == nil || !strings.HasPrefix(err.Error(), "mine.yaml:1:10: wanted a number") {
		t.Errorf("got %v, want the error at the place that extends", err)
	}
}
