package cmd

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/outcome"
)

// documents are README and the pages of docs, by their absolute names.
func documents(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"../README*.md", "../docs/*.md", "../docs/ci/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: got no documents: %v", pattern, err)
		}
		for _, name := range found {
			name, err := filepath.Abs(name)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
	}
	return names
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// README is an entrance: what it has no room for is a page of docs.
func TestReadmeIsShort(t *testing.T) {
	for _, name := range []string{"../README.md", "../README.zh-CN.md"} {
		if n := strings.Count(read(t, name), "\n"); n > 160 {
			t.Errorf("%s: got %d lines, want at most 160", name, n)
		}
	}
}

// TestDocuments runs the console blocks of the documents: a line that starts with "$ " is a command, what follows is what
// it prints, and a line of "…" stands for any lines. "cat FILE" shows a file that later commands read. With UPDATE=1 what
// differs is written anew.
func TestDocuments(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "chatcb")); err != nil { // see TestMain
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("NO_COLOR", "1")
	block := regexp.MustCompile("(?s)```console\n(.*?)```\n")
	blocks := map[string]int{}
	for _, name := range documents(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text := read(t, name)
			if strings.Contains(name, "zh-CN") {
				t.Setenv("CHATCB_LANGUAGE", "zh")
			}
			t.Chdir(t.TempDir())
			updated := block.ReplaceAllStringFunc(text, func(b string) string {
				blocks[filepath.Base(name)]++
				return "```console\n" + replayConsole(t, block.FindStringSubmatch(b)[1]) + "```\n"
			})
			if os.Getenv("UPDATE") != "" && updated != text {
				if err := os.WriteFile(name, []byte(updated), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if blocks["README.md"] < 3 || blocks["README.zh-CN.md"] < 3 || blocks["tour.md"] < 4 {
		t.Errorf("got the console blocks %v, want three in each README and four in the tour", blocks)
	}
}

// replayConsole runs the commands of a block and returns the block with what they print where that differs.
func replayConsole(t *testing.T, body string) string {
	t.Helper()
	var out strings.Builder
	for _, part := range regexp.MustCompile(`(?m)^\$ `).Split(body, -1)[1:] {
		line, shown, _ := strings.Cut(part, "\n")
		if name, ok := strings.CutPrefix(line, "cat "); ok {
			if err := os.WriteFile(name, []byte(shown), 0o600); err != nil {
				t.Fatal(err)
			}
		} else if got := runLine(t, line); !shows(shown, got) {
			if os.Getenv("UPDATE") == "" {
				t.Errorf("%s\ngot\n%s\nwant\n%s\n(UPDATE=1 writes it anew)", line, got, shown)
			}
			shown = got
		}
		out.WriteString("$ " + line + "\n" + shown)
	}
	return out.String()
}

// runLine runs a command line with a free port in the place of 3000, and returns its standard output.
func runLine(t *testing.T, line string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close()
	args := words(strings.ReplaceAll(line, ":3000", ":"+port))
	if args[0] != "chatcb" {
		t.Fatalf("%q: only chatcb and cat are run", line)
	}
	var stdout, stderr bytes.Buffer
	if status := Run(t.Context(), args[1:], strings.NewReader(""), &stdout, &stderr); status == outcome.Usage || status == outcome.Trouble {
		t.Fatalf("%q: exit status %d: %s", line, status, &stderr)
	}
	return strings.ReplaceAll(stdout.String(), ":"+port, ":3000")
}

// shows reports whether a document shows an output, but for what differs from run to run.
func shows(document, output string) bool {
	pattern := regexp.QuoteMeta(volatile(document))
	pattern = regexp.MustCompile(`(?m)^…\n`).ReplaceAllString(pattern, `(?:.*\n)*?`)
	return regexp.MustCompile(`^` + pattern + `$`).MatchString(volatile(output))
}

// words splits a command line at blanks, but not within single quotes.
func words(line string) []string {
	var list []string
	for _, m := range regexp.MustCompile(`(?:'[^']*'|[^ '])+`).FindAllString(line, -1) {
		list = append(list, strings.ReplaceAll(m, "'", ""))
	}
	return list
}

// volatile takes out what differs from run to run: times, ports and the pictures of times; and the size of the catalogue.
func volatile(text string) string {
	for _, r := range []struct{ pattern, by string }{
		{`[0-9.]+ (ms|%)`, "N $1"},
		{`[0-9]+ (cases|passed|skipped|个用例|通过|跳过)`, "N $1"},
		{`127\.0\.0\.1:[0-9]+`, "127.0.0.1:PORT"},
		{`--event-time [0-9]{13}`, "--event-time T"},
		{`[█░]+`, "BAR"},
	} {
		text = regexp.MustCompile(r.pattern).ReplaceAllString(text, r.by)
	}
	return text
}

func TestShows(t *testing.T) {
	for _, tt := range []struct {
		document, output string
		want             bool
	}{
		{"a\nb\n", "a\nb\n", true},
		{"a\n", "a\nb\n", false},
		{"…\nb\n", "a\nb\n", true},
		{"…\nb\n", "b\na\n", false},
		{"a\n…\n", "a\n", true},
		{"a\n…\nc\n", "a\nb\nb\nc\n", true},
		{"a\n…\nc\n", "a\nb\nxc\n", false},
		{"1.2 ms\n", "34 ms\n", true},
		{"a.c\n", "abc\n", false},
	} {
		if got := shows(tt.document, tt.output); got != tt.want {
			t.Errorf("%q of %q: got %v", tt.document, tt.output, got)
		}
	}
}

// TestDocumentsCommandsParse makes sure that the commands which the documents only mention exist, and have the flags they
// are shown with: indented lines, and commands within a sentence.
func TestDocumentsCommandsParse(t *testing.T) {
	mentioned := regexp.MustCompile("(?m)^    (chatcb .*)$|`(chatcb [^`]+)`")
	count := 0
	for _, name := range documents(t) {
		for _, m := range mentioned.FindAllStringSubmatch(read(t, name), -1) {
			count++
			line, _, _ := strings.Cut(m[1]+m[2], "  #")
			line, _, _ = strings.Cut(line, " > ")
			args := words(strings.ReplaceAll(line, "\n", " "))[1:]
			root := newRoot(&app.App{Getenv: os.Getenv}, func() {})
			root.InitDefaultCompletionCmd()
			if args[0] == "help" {
				args = args[1:]
			}
			c, args, err := root.Find(args)
			if err == nil {
				err = c.ParseFlags(args)
			}
			if err != nil || c == root {
				t.Errorf("%s: %s: %v", filepath.Base(name), line, err)
			}
		}
	}
	if count < 50 {
		t.Errorf("got %d commands, want those of all documents", count)
	}
}

// Links to other files of the repository lead somewhere.
func TestDocumentsLinks(t *testing.T) {
	for _, name := range documents(t) {
		for _, m := range regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`).FindAllStringSubmatch(read(t, name), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s: %v", filepath.Base(name), err)
			}
		}
	}
}

// TestDocumentsConfiguration reads the configuration that the documents show.
func TestDocumentsConfiguration(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```yaml\n(app-id:.*?)```\n").FindAllStringSubmatch(read(t, "../docs/tour.md"), -1)
	if len(blocks) != 1 {
		t.Fatalf("got %d configurations, want one", len(blocks))
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("chatcb.yaml", []byte(blocks[0][1]), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	status := Run(t.Context(), []string{"config", "show", "-p", "staging"}, strings.NewReader(""), &stdout, &stderr)
	if status != 0 || !strings.Contains(stdout.String(), "staging.example.com") {
		t.Errorf("got status %d\n%s\n%s", status, &stdout, &stderr)
	}
}
