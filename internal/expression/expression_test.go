package expression

import (
	"strings"
	"testing"

	"github.com/expr-lang/expr"
)

func run(t *testing.T, text string, env map[string]any) (any, error) {
	t.Helper()
	env[Key] = new(Steps)
	p, err := expr.Compile(text, append(Options(), expr.Env(env))...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return expr.Run(p, env)
}

// What costs too much ends with an error, and soon.
func TestBounds(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`count(split(long, ""), count(split(long, ""), # == "x") == 5) == 7`,
		`all(1..100000, # > 0)`,
		`any(1..1000, any(1..1000, any(1..1000, false)))`,
		`reduce(1..1000, #acc + #acc, "a") == ""`,
		`repeat(long, 1000) == ""`,
		`repeat("x", 999999999999) == ""`,
		`replace(long, "x", long) == ""`,
		`replace(repeat("x", 60000), "", repeat("y", 60000)) == ""`,
		`let a = long + long; let b = a + a; b == ""`,
		`join(map(1..10000, long)) == ""`,
		`join(split(long, ""), long) == ""`,
		`len(uniq(split(long, ""))) == 0`,
		`reduce(1..1000, concat(#acc, #acc), [1]) == []`,
		`reduce(1..1000, [#acc, #acc], [1]) == []`,
		`let a = [1]; let b = [a, a]; let c = [b, b]; c == c`,
		`let a = [1]; let b = map(1..2, a); b == b`,
		`let a = {"x": [1]}; a == a`,
		`len(toJSON(reduce(1..19000, [#acc], []))) == 1`,
		`toJSON(map(1..10000, long)) == ""`,
		`long matches long`,
		`"x" matches "((((x{50}){10}y{500}){1}){1}z{900}w{900}v{900}u{900}t{900}s{900}r{900})"`,
		`(1..1000000) == (1..1000000)`,
		`len(groupBy(split(long, ""), #)) == 0`,
		`reduce(1..100, {{"a": #acc, "b": #acc}}, {}) == 1`,
	} {
		p, err := expr.Compile(text, append(Options(), expr.Env(map[string]any{Key: new(Steps), "long": ""}))...)
		if err == nil {
			_, err = expr.Run(p, map[string]any{Key: new(Steps), "long": strings.Repeat("x", 60<<10)})
		}
		if err == nil {
			t.Errorf("%s: got no error", text)
		} else {
			t.Log(text, strings.SplitN(err.Error(), "\n", 2)[0])
		}
	}
}

// What policies and filters write is what it was.
func TestPlainExpressions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]any{
		`any(to, # startsWith "car")`:                      true,
		`all(to, # != "x") and count(to, len(#) > 3) == 2`: true,
		`filter(to, # == "carol")[0]`:                      "carol",
		`map(to, upper(#))[1]`:                             "CARLA",
		`reduce(to, #acc + len(#), 0)`:                     10,
		`reduce(to, #acc + #, "")`:                         "carolcarla",
		`"a" + "b"`:                                        "ab",
		`1 + 2`:                                            3,
		`1.5 + 2`:                                          3.5,
		`repeat("ab", 3)`:                                  "ababab",
		`replace("aXbX", "X", "y")`:                        "ayby",
		`replace("aXbX", "X", "y", 1)`:                     "aybX",
		`"aXbX" | replace("X", "")`:                        "ab",
		`join(to, "+")`:                                    "carol+carla",
		`join(to)`:                                         "carolcarla",
		`len(uniq(["a", "a", "b"]))`:                       2,
		`toBase64("a")`:                                    "YQ==",
		`toJSON(to)`:                                       "[\n  \"carol\",\n  \"carla\"\n]",
		`to[0] matches "^car"`:                             true,
		`any(split(to[0], ""), any(["o", "u"], # == "o"))`:            true,
		`sum(map(to, len(#))) + max(1, 2)`:                            12,
		`find(to, # endsWith "la")`:                                   "carla",
		`len(groupBy(to, len(#)))`:                                    1,
		`sortBy(to, #)[0]`:                                            "carla",
		`let n = count(to, # contains "car"); n > 1 ? "many" : "few"`: "many",
		`none(to, # == "x") && one(to, # == "carol")`:                 true,
	} {
		got, err := run(t, text, map[string]any{"to": []string{"carol", "carla"}})
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", text, got, err, want)
		}
	}
}
