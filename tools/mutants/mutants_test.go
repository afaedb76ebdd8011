package main

import (
	"slices"
	"strings"
	"testing"
)

// TestLists wants the hand-picked mutants and the equivalents to fit the judge as it is now.
func TestLists(t *testing.T) {
	h, err := newHunt(1)
	if err != nil {
		t.Fatal(err)
	}
	mutants, err := h.breed(true, 0, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(mutants) < 10*len(picked) {
		t.Errorf("got %d mutants, want many more than the %d hand-picked ones", len(mutants), len(picked))
	}
	for _, m := range mutants {
		if string(m.mutated()) == string(m.source) {
			t.Errorf("%s:%d: got a mutant that changes nothing", m.file, m.line())
		}
	}
	for _, e := range equivalents {
		if e.reason == "" {
			t.Errorf("%s: %q becoming %q has no reason", e.file, e.before, e.after)
		}
	}
	sampled, err := h.breed(false, 5, 1, "")
	if err != nil || len(sampled) != len(picked)+5 {
		t.Errorf("got %d mutants and %v, want the picked ones and 5", len(sampled), err)
	}
}

// TestOperators applies the generic operators to a small file.
func TestOperators(t *testing.T) {
	const source = `package p

const outside = 1 < 2

func f(a, b int) bool {
	x.n |= 1
	if a <= b && !ok(a) {
		a++
		return true
	}
	switch a {
	case 7:
		call()
	}
	return -a == b
}
`
	mutants, err := operators("p.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range mutants {
		got = append(got, m.before()+" => "+m.after())
	}
	for _, want := range []string{
		"x.n |= 1 => ", "x.n |= 1 => x.n |= 2", "if a <= b && !ok(a) { => if a < b && !ok(a) {",
		"if a <= b && !ok(a) { => if a <= b || !ok(a) {", "if a <= b && !ok(a) { => if a <= b && ok(a) {", "a++ => ",
		"return true => return false", "case 7: => case 8:", "call() => ", "return -a == b => return a == b",
		"return -a == b => return -a != b",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("got no mutant %q among\n%s", want, strings.Join(got, "\n"))
		}
	}
	if slices.ContainsFunc(got, func(m string) bool { return strings.HasPrefix(m, "const") }) {
		t.Errorf("got a mutant of a declaration:\n%s", strings.Join(got, "\n"))
	}
	if _, err := operators("p.go", []byte("package")); err == nil {
		t.Error("got no error for a file that is no Go")
	}
}
