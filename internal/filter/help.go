package filter

import (
	"fmt"
	"strings"
)

// Help explains the language and its names, as a page of help does.
func Help() string {
	var b strings.Builder
	b.WriteString(`--where takes the exchanges for which an expression is true:

  --where 'effect == "ALLOW" and cause != "said"'
  --where '"bob" in to or from startsWith "test_"'
  --where 'latency_ms > 1500 and "RIT-001" in rule'
  --where 'time > now() - duration("24h")'

  --where 'from:test_* cause:late -to:bob "text of the request"'

Words are the short way, here and on the live page: from: to: effect: said:
cause: rule: fault: status: refused: guarded: seq:, where * stands for anything
in from: and to:, a text that must stand in the request, and a hyphen before
what must not be. All must hold. Anything else is an expression.

It knows == != < <= > >=, and or not, in, contains, startsWith, endsWith,
matches (a regular expression), + - * / the functions of expr-lang/expr, and like(text, "a*b").
`)
	groups := []struct {
		title string
		of    bool
	}{
		{"Of the exchange:", false},
		{"Of one account at a time; an exchange fits if one of its accounts does:", true},
	}
	for _, g := range groups {
		b.WriteString("\n" + g.title + "\n\n")
		for _, n := range Explained() {
			if n.Account != g.of {
				continue
			}
			fmt.Fprintf(&b, "  %-11s%-15s%s\n", n.Name, n.Type, n.Meaning)
			for _, line := range valueLines(n.Values, 50) {
				fmt.Fprintf(&b, "  %26s%s\n", "", line)
			}
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// valueLines joins values into lines of at most width columns.
func valueLines(values []string, width int) (lines []string) {
	for i, v := range values {
		if i < len(values)-1 {
			v += ","
		}
		if n := len(lines); n > 0 && len(lines[n-1])+1+len(v) <= width {
			lines[n-1] += " " + v
		} else {
			lines = append(lines, v)
		}
	}
	return lines
}
