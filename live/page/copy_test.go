package page

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/scenarios/spec"
)

// copied runs one of the functions of copy.js on an exchange with a difficult body.
func copied(t *testing.T, function string, body string) string {
	t.Helper()
	node := need.Program(t, "node")
	module, err := filepath.Abs("static/copy.js")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(module)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "copy.mjs"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	exchange, err := json.Marshal(map[string]any{
		"seq": 7,
		"request": map[string]string{
			"head": "POST /hook?SdkAppid=1&Sign=a HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n",
			"body": body,
		},
		"verdicts": []map[string]string{{"account": "it's ${you}", "effect": "BLOCK"}, {"account": "b", "effect": "ALLOW"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), node, "--input-type=module", "-e",
		"import * as m from './copy.mjs'; process.stdout.write(m."+function+"("+string(exchange)+"))")
	c.Dir = dir
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

var difficult = string(callback.Encoding{}.Append(nil, &callback.Request{
	CallbackCommand: callback.PrevFriendAdd.Command, FromAccount: "it's me",
	Items: []callback.Item{{ToAccount: "it's ${you}", Texts: callback.Texts{callback.Wording: "你好 \"$HOME\" `x` \\ 'y'\n: - #"}}, {ToAccount: "b"}},
}))

func TestCopyAsScenario(t *testing.T) {
	text := copied(t, "scenario", difficult)
	list, err := new(spec.Loader).Read("copied.yaml", []byte(text))
	if err != nil || len(list) != 1 {
		t.Errorf("got %d scenarios, %v\n%s", len(list), err, text)
	}
}

func TestCopyAsGoTest(t *testing.T) {
	text := copied(t, "goTest", difficult)
	if _, err := parser.ParseFile(token.NewFileSet(), "x_test.go", "package x\n"+text, 0); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}
