package cmd

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every setting that chatcb config init proposes is one, and its sentences are comments.
func TestProposedSettings(t *testing.T) {
	for _, language := range []string{"en", "zh"} {
		t.Run(language, func(t *testing.T) { proposedSettings(t, language) })
	}
}

func proposedSettings(t *testing.T, language string) {
	t.Chdir(t.TempDir())
	if status, _, stderr := run(t, "config", "init", "--language", language); status != 0 {
		t.Fatalf("got status %d: %s", status, stderr)
	}
	text := read(t, "chatcb.yaml")
	if err := os.WriteFile("chatcb.yaml", []byte(regexp.MustCompile(`(?m)^#([a-z ] *[a-z])`).ReplaceAllStringFunc(text, func(line string) string {
		if strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "#  ") {
			return line // a sentence
		}
		return line[1:]
	})), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		want []string
	}{
		{[]string{"check"}, []string{
			`app-id: "1400000000"`, `expect: [from:spammer=block,to:alice=allow]`, `require-denial: "any"`, "wait: 1m0s",
			`target: "http://localhost:3000/hook"`, "assume: [not-answered=block]", "allow-http: true", "secrets/chat-token",
		}},
		{[]string{"mockserver"}, []string{`addr: ":8080"`, "policy.yaml"}},
		{[]string{"send", "-p", "staging"}, []string{`target: "https://staging.example.com/hook"`, "secrets/staging-token"}},
	} {
		var stdout, stderr bytes.Buffer
		args := append([]string{"config", "show", "--changed"}, tt.args...)
		if status := Run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); status != 0 {
			t.Fatalf("%v: got status %d: %s", tt.args, status, &stderr)
		}
		for _, want := range tt.want {
			if !strings.Contains(stdout.String(), want) {
				t.Errorf("%v: got no %q in\n%s", tt.args, want, &stdout)
			}
		}
	}
}
