package curl

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/internal/lazy"
)

// maxURLs bounds how many URLs one pattern stands for.
const maxURLs = 10_000

// globRange is a range of a pattern: [a-z], [1-100], [001-100:3].
var globRange = lazy.Regexp(`^\[(?:([a-z])-([a-z])|([A-Z])-([A-Z])|([0-9]+)-([0-9]+))(?::([0-9]+))?\]`)

// expandGlob returns the URLs that curl makes of a pattern: {a,b} stands for each of these, [1-3] for each of the range, and
// a backslash before a bracket or a brace takes its meaning.
func expandGlob(pattern string) ([]string, error) {
	urls := []string{""}
	each := func(parts []string) error {
		if len(urls)*len(parts) > maxURLs {
			return fmt.Errorf("%.200q stands for more than %d URLs", pattern, maxURLs)
		}
		var all []string
		for _, u := range urls {
			for _, part := range parts {
				all = append(all, u+part)
			}
		}
		urls = all
		return nil
	}
	for rest := pattern; rest != ""; {
		n, parts := 1, []string{rest[:1]}
		switch {
		case len(rest) > 1 && rest[0] == '\\' && strings.IndexByte("{}[]", rest[1]) >= 0:
			n, parts = 2, []string{rest[1:2]}
		case rest[0] == '{':
			if n = strings.IndexByte(rest, '}') + 1; n == 0 {
				return nil, fmt.Errorf("%.200q has a { that is not closed: give --globoff, or write \\{", pattern)
			}
			parts = strings.Split(rest[1:n-1], ",")
		case rest[0] == '[' && isAddress(rest):
			n = strings.IndexByte(rest, ']') + 1
			parts = []string{rest[:n]}
		case rest[0] == '[':
			m := globRange().FindStringSubmatch(rest)
			if m == nil {
				return nil, fmt.Errorf("%.200q has a [ that begins no range such as [1-3]: give --globoff, or write \\[", pattern)
			}
			n, parts = len(m[0]), rangeOf(m)
		}
		if err := each(parts); err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	return urls, nil
}

// isAddress reports whether an IPv6 address in brackets begins here.
func isAddress(text string) bool {
	address, _, ok := strings.Cut(text[1:], "]")
	return ok && strings.Count(address, ":") > 1 && strings.Trim(address, "0123456789abcdefABCDEF:.%") == ""
}

// rangeOf lists the elements of a range, of letters or of numbers with the zeros before them.
func rangeOf(m []string) (parts []string) {
	step, _ := strconv.Atoi(m[7])
	step = max(step, 1)
	for i := 1; i < 5; i += 2 {
		if m[i] != "" {
			for c := int(m[i][0]); c <= int(m[i+1][0]); c += step {
				parts = append(parts, string(rune(c)))
			}
			return parts
		}
	}
	first, _ := strconv.Atoi(m[5])
	last, _ := strconv.Atoi(m[6])
	for n := first; n <= last && len(parts) <= maxURLs; n += step {
		parts = append(parts, fmt.Sprintf("%0*d", len(m[5]), n))
	}
	return parts
}
