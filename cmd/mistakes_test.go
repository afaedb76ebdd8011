package cmd

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/simulate"
	"github.com/chatcb/chatcb/outcome"
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
		{"check :1/ :2/", []string{"wanted chatcb check URL [-- COMMAND…], got 2 arguments (:1/ :2/); for example: chatcb check :3000/hook\n"}},
		{"simulate --map 3", []string{`target "3": got a bare number that may be no port; --map takes its value with =, such as --map=3; for port 3 of localhost write :3`}},
		{"simulate --map 3000", []string{"such as --map=3000; for port 3000 of localhost write :3000\n"}},
		{"send 3", []string{"for port 3 of localhost write :3\n"}},
		{"check 10", []string{"for port 10 of localhost write :10\n"}},
		{"simulate mrge", []string{`target "mrge": got neither`, "or add the port; or did you mean the command chatcb simulate merge?"}},
		{"simulate --find-limit items", []string{"--find-limit takes its value with =, such as --find-limit=items"}},
		{"send chekc", []string{"or did you mean the command chatcb check?"}},
		{"send backend", []string{"write https://backend, or add the port\n"}},
		{"send localhost", []string{"write https://localhost, or add the port\n"}},
		{"completion foo", []string{`no command "foo"; there are bash, fish, powershell, zsh`}},
		{"completion bsh", []string{`(did you mean "bash"?)`}},
		{"send :1/ -- npm start", []string{"got 3 arguments (:1/ npm start); send starts no program: check, record and mockserver take -- COMMAND\n"}},
		{"simulate :1/ -- npm start", []string{"simulate starts no program"}},
		{"version now", []string{"wanted chatcb version, got 1 argument (now)"}},
	} {
		var out, errs strings.Builder
		status := Run(t.Context(), strings.Fields(test.line), strings.NewReader(""), &out, &errs)
		for _, want := range test.want {
			if status != outcome.Usage || !strings.Contains(errs.String(), want) {
				t.Errorf("%s: got status %d and\n%s\nwant 2 and %q", test.line, status, errs.String(), want)
			}
		}
		if strings.Contains(errs.String(), "arg(s)") {
			t.Errorf("%s: got cobra's words: %s", test.line, errs.String())
		}
	}
}

// Words that nearly are those of a command, and numbers, go on being targets where they are written as such.
func TestTargetsInDoubt(t *testing.T) {
	for _, text := range []string{
		"80", "443", "3000", ":3", ":3000/hook", "localhost:3000/hook", "mrge:80", "http://mrge", "https://mrge/hook", "backend:3000/hook", "10.0.0.1:3000",
		"unix:/run/mrge",
	} {
		if _, err := flags.ParseTarget(simulate.New(new(app.App)), text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	c := simulate.New(new(app.App))
	if err := c.ParseFlags([]string{"--map=3"}); err != nil {
		t.Fatal(err)
	}
	if _, err := flags.ParseTarget(c, "3000"); err != nil {
		t.Errorf("--map=3 3000: %v", err)
	}
}
