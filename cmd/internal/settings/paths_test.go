package settings

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// named finds one of some flags that name files, and of others.
func named(key string) *pflag.Flag {
	c := &cobra.Command{}
	flags.Bind(c, &struct {
		TokenFile string `flag:"token-file" reads:"NAME"`
		Policy    string `flag:"policy" reads:"NAME"`
		Recorded  string `flag:"faults-from" reads:"NAME"`
		Body      string `flag:"body" reads:"@NAME"`
		Load      string `flag:"load" reads:"capture:NAME"`
		Out       string `flag:"out" writes:"NAME"`
		Result    string `flag:"result" writes:"NAME"`
		Record    string `flag:"record" writes:"NAME"`
		Report    string `flag:"report" writes:"FORMAT=NAME"`
		Ready     string `flag:"ready-file" writes:"NAME"`
		AppID     string `flag:"app-id"`
	}{})
	return c.Flags().Lookup(key)
}

func TestBesides(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ file, key, value, want string }{
		{"/p/chatcb.yaml", "token-file", "secrets/token", "/p/secrets/token"},
		{"/p/chatcb.yaml", "token-file", "../token", "/token"},
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
		if got, err := besides(source{name: tt.file}, named(tt.key), tt.value); err != nil || got != tt.want {
			t.Errorf("%s: %s: %s: got %s, want %s", tt.file, tt.key, tt.value, got, tt.want)
		}
	}
}
