package rawjson

import (
	"errors"
	"math/big"
	"slices"
	"strings"
)

// test compares as RFC 6902, section 4.6, has it: strings and numbers by what they stand for, members in any order.
func test(text []byte, root *node, path pointer, value []byte) error {
	n, err := root.find(path)
	if err != nil {
		return err
	}
	want, err := parse(value)
	if err != nil {
		return err
	}
	if !same(text, n, value, want) {
		return errors.New("the value is another: " + string(text[n.start:n.end]))
	}
	return nil
}

func same(a []byte, x *node, b []byte, y *node) bool {
	if x.kind != y.kind || len(x.children) != len(y.children) {
		return false
	}
	spelt, other := a[x.start:x.end], b[y.start:y.end]
	switch x.kind {
	case Object:
		return sameMembers(a, x, b, y)
	case Array:
		for i := range x.children {
			if !same(a, &x.children[i].node, b, &y.children[i].node) {
				return false
			}
		}
		return true
	case String:
		return string(Unescape(nil, spelt)) == string(Unescape(nil, other))
	case Number:
		return sameNumber(string(spelt), string(other))
	}
	return string(spelt) == string(other)
}

func sameMembers(a []byte, x *node, b []byte, y *node) bool {
	byName := func(p, q child) int { return strings.Compare(p.name, q.name) }
	left, right := slices.SortedStableFunc(slices.Values(x.children), byName), slices.SortedStableFunc(slices.Values(y.children), byName)
	for i := range left {
		if left[i].name != right[i].name || !same(a, &left[i].node, b, &right[i].node) {
			return false
		}
	}
	return true
}

// sameNumber compares by value where the numbers are of a size that can be written out, else by spelling.
func sameNumber(a, b string) bool {
	if a == b || len(a) > 40 || len(b) > 40 || hugeExponent(a) || hugeExponent(b) {
		return a == b
	}
	x, ok := new(big.Rat).SetString(a)
	y, fine := new(big.Rat).SetString(b)
	return ok && fine && x.Cmp(y) == 0
}

func hugeExponent(s string) bool {
	i := strings.IndexAny(s, "eE")
	return i >= 0 && len(strings.TrimLeft(s[i+1:], "+-0")) > 3
}
