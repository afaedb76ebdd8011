package rawjson

import (
	"bytes"
	"encoding/json"
	"math/big"
	"reflect"
	"strings"
)

// same compares as RFC 6902, section 4.6, has it: strings and numbers by what they stand for, members in any order.
func same(a, b []byte) bool { return reflect.DeepEqual(meaning(a), meaning(b)) }

// meaning is what a JSON text stands for.
func meaning(text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	_ = d.Decode(&v) // it is JSON
	return numbered(v)
}

// numbered gives each number one spelling, where it is of a size that can be written out.
func numbered(v any) any {
	switch v := v.(type) {
	case json.Number:
		if len(v) > 40 || hugeExponent(string(v)) {
			return v
		}
		if r, ok := new(big.Rat).SetString(string(v)); ok {
			return json.Number(r.RatString())
		}
	case []any:
		for i := range v {
			v[i] = numbered(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = numbered(v[name])
		}
	}
	return v
}

func hugeExponent(s string) bool {
	i := strings.IndexAny(s, "eE")
	return i >= 0 && len(strings.TrimLeft(s[i+1:], "+-0")) > 3
}
