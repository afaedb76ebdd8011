package cmd

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Every flag that speaks of a file is either one that reads it, relative to the configuration file, or one of these.
func TestReadFlags(t *testing.T) {
	other := map[string]string{
		"config": "names the configuration itself", "config-profile": "a name", "profile": "a name", "target": "a URL",
		"data": "written", "hunt-out": "written", "out": "written", "ready-file": "written", "record": "written", "report": "written",
		"result": "written", "tls-save": "written",
		"read-as": "a format", "write-as": "a format", "token": "a secret", "request-id": "an id", "against": "a URL",
	}
	seen := map[string]bool{}
	speaks := regexp.MustCompile(`(?i)\b(files?|folder|captures?|PEM|policy|report)\b`)
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			seen[f.Name] = true
			_, reads := readFlags[f.Name]
			if _, known := other[f.Name]; f.Value.Type() != "bool" && f.Value.Type() != "int" && f.Value.Type() != "duration" && !reads && !known && speaks.MatchString(f.Usage) {
				t.Errorf("%s --%s (%s): does it read a file? it is in no list", c.CommandPath(), f.Name, f.Usage)
			}
		})
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(newRoot(&app{getenv: os.Getenv}))
	for name := range readFlags {
		if !seen[name] {
			t.Errorf("there is no flag --%s", name)
		}
	}
}

func TestBesides(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ file, key, value, want string }{
		{"/p/chatcb.yaml", "token-file", "secrets/token", "/p/secrets/token"},
		{"/p/chatcb.yaml", "check.token-file", "../token", "/token"},
		{"sub/chatcb.yaml", "policy", "p.yaml", "sub/p.yaml"},
		{"chatcb.yaml", "policy", "p.yaml", "p.yaml"},
		{filepath.Join(here, "chatcb.yaml"), "policy", "./p.yaml", "./p.yaml"},
		{"/p/chatcb.yaml", "policy", "/etc/p.yaml", "/etc/p.yaml"},
		{"/p/chatcb.yaml", "policy", "", ""},
		{"/p/chatcb.yaml", "faults-from", "-", "-"},
		{"/p/chatcb.yaml", "body", "text", "text"},
		{"/p/chatcb.yaml", "body", "@text", "@/p/text"},
		{"/p/chatcb.yaml", "body", "@-", "@-"},
		{"/p/chatcb.yaml", "load", "capture:m.jsonl,speed=2", "capture:/p/m.jsonl,speed=2"},
		{"/p/chatcb.yaml", "load", "capture:speed=2,file=m.jsonl", "capture:speed=2,file=/p/m.jsonl"},
		{"/p/chatcb.yaml", "load", "capture:file=m.jsonl,speed=2", "capture:file=/p/m.jsonl,speed=2"},
		{"/p/chatcb.yaml", "load", "capture:speed=2", "capture:speed=2"},
		{"/p/chatcb.yaml", "load", "burst:peak=3", "burst:peak=3"},
		{"/p/chatcb.yaml", "result", "x.json", "x.json"},
		{"/p/chatcb.yaml", "app-id", "1", "1"},
	} {
		if got := besides(tt.file, tt.key)(tt.value); got != tt.want {
			t.Errorf("%s: %s: %s: got %s, want %s", tt.file, tt.key, tt.value, got, tt.want)
		}
	}
}
