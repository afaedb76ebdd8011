package cmd

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/outcome"
)

// TestReadme runs the console blocks of the documents: a line that starts with "$ " is a command, what follows is what
// it prints. "cat FILE" shows a file that later commands read. With UPDATE=1 the blocks are written anew.
func TestReadme(t *testing.T) {
	name, err := filepath.Abs("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("NO_COLOR", "1")
	block := regexp.MustCompile("(?s)```console\n(.*?)```\n")
	blocks := 0
	updated := block.ReplaceAllStringFunc(string(text), func(b string) string {
		blocks++
		body := block.FindStringSubmatch(b)[1]
		got := replayConsole(t, body)
		if volatile(got) == volatile(body) {
			return b
		}
		if os.Getenv("UPDATE") == "" {
			t.Errorf("got\n%s\nwant\n%s\n(UPDATE=1 writes it anew)", got, body)
		}
		return "```console\n" + got + "```\n"
	})
	if blocks < 3 {
		t.Errorf("got %d console blocks, want the tour", blocks)
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(updated), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// replayConsole runs the commands of a block and returns the block with what they print.
func replayConsole(t *testing.T, body string) string {
	t.Helper()
	var out strings.Builder
	for _, part := range regexp.MustCompile(`(?m)^\$ `).Split(body, -1)[1:] {
		line, shown, _ := strings.Cut(part, "\n")
		out.WriteString("$ " + line + "\n")
		args := words(line)
		if args[0] == "cat" {
			if err := os.WriteFile(args[1], []byte(shown), 0o600); err != nil {
				t.Fatal(err)
			}
			out.WriteString(shown)
			continue
		}
		if args[0] != "chatcb" {
			t.Fatalf("%q: only chatcb and cat are run", line)
		}
		var stdout, stderr bytes.Buffer
		if status := Run(t.Context(), args[1:], strings.NewReader(""), &stdout, &stderr); status == outcome.Usage || status == outcome.Trouble {
			t.Fatalf("%q: exit status %d: %s", line, status, &stderr)
		}
		out.WriteString(stdout.String())
	}
	return out.String()
}

// words splits a command line at blanks, but not within single quotes.
func words(line string) []string {
	var list []string
	for _, m := range regexp.MustCompile(`(?:'[^']*'|[^ '])+`).FindAllString(line, -1) {
		list = append(list, strings.ReplaceAll(m, "'", ""))
	}
	return list
}

// volatile takes out what differs from run to run: times, ports and the pictures of times.
func volatile(text string) string {
	for _, r := range []struct{ pattern, by string }{
		{`[0-9.]+ (ms|%)`, "N $1"},
		{`127\.0\.0\.1:[0-9]+`, "127.0.0.1:PORT"},
		{`--event-time [0-9]{13}`, "--event-time T"},
		{`[█░]+`, "BAR"},
	} {
		text = regexp.MustCompile(r.pattern).ReplaceAllString(text, r.by)
	}
	return text
}

// TestReadmeCommandsParse makes sure that the commands which the documents only mention have the flags they are shown
// with.
func TestReadmeCommandsParse(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^    (chatcb .*)$`).FindAllStringSubmatch(string(text), -1)
	if len(lines) < 8 {
		t.Errorf("got %d commands, want those of the tour", len(lines))
	}
	for _, m := range lines {
		line, _, _ := strings.Cut(m[1], "  #")
		line, _, _ = strings.Cut(line, " > ")
		c, args, err := newRoot(&app.App{Getenv: os.Getenv}, func() {}).Find(words(line)[1:])
		if err == nil {
			err = c.ParseFlags(args)
		}
		if err != nil || c.Name() == "chatcb" {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// TestReadmePolicy makes sure that the policy which the README shows is one.
func TestReadmePolicy(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)```yaml\n(# policy.yaml.*?)```\n").FindSubmatch(text)
	if shown == nil {
		t.Fatal("got no policy")
	}
	if _, err := policy.Parse("policy.yaml", shown[1]); err != nil {
		t.Error(err)
	}
}
