package cmd

import (
	"strings"
	"testing"
)

func TestArgumentsAreExplained(t *testing.T) {
	for _, test := range []struct {
		line string
		want []string
	}{
		{"simulate --map 3 :1/", []string{"wanted chatcb simulate URL, got 2 arguments (3 :1/)", "--map takes its value with =, such as --map=3"}},
		{"simulate --find-limit items :1/", []string{"--find-limit takes its value with =, such as --find-limit=items"}},
		{"simulate mrge a.json", []string{"did you mean chatcb simulate merge?"}},
		{"simulate merge", []string{"wanted chatcb simulate merge FILE…, got no argument; for example: chatcb simulate merge part*.json --max-leak 0.1%"}},
		{"explain", []string{"wanted chatcb explain ID", "got no argument; for example: chatcb explain RIT-001\n"}},
		{"scenarios new", []string{"wanted chatcb scenarios new FILE", "for example: chatcb scenarios new mine.yaml"}},
		{"judge", []string{"wanted chatcb judge", "for example: chatcb judge answer.json"}},
		{"check :1/ :2/", []string{"wanted chatcb check URL, got 2 arguments (:1/ :2/); for example: chatcb check :3000/hook\n"}},
		{"version now", []string{"wanted chatcb version, got 1 argument (now)"}},
	} {
		var out, errs strings.Builder
		status := Run(t.Context(), strings.Fields(test.line), strings.NewReader(""), &out, &errs)
		for _, want := range test.want {
			if status != statusUsage || !strings.Contains(errs.String(), want) {
				t.Errorf("%s: got status %d and\n%s\nwant 2 and %q", test.line, status, errs.String(), want)
			}
		}
		if strings.Contains(errs.String(), "arg(s)") {
			t.Errorf("%s: got cobra's words: %s", test.line, errs.String())
		}
	}
}
