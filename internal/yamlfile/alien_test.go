package yamlfile

import (
	"fmt"
	"strings"
	"testing"
)

// A file that is something else may be a secret: no message shows a line or a value of it.
func TestShowsNothingOfAnAlienFile(t *testing.T) {
	const secret = "hunter2"
	for _, tt := range []struct{ name, text, want string }{
		{"token", secret + strings.Repeat("x", 100) + "\n", "f.yaml:1:1: wanted keys with values (name, "},
		{"many lines", "# users\nroot:x:0:0:root\n" + secret + ":x:1\n", "f.yaml:2:1: wanted keys with values (name, "},
		{"list", "- " + secret + "\n", "got a list"},
		{"no YAML", "API_KEY=a\nPASS: \"" + secret + "\"\n", "f.yaml:2:5: not YAML: "},
		{"other keys", "password: " + secret + "\n", `f.yaml:1:1: unknown key "password"`},
		{"JSON", `{"access_token":"` + secret + `"}`, `f.yaml:1:2: unknown key "access_token"`},
		{"long key", strings.Repeat("k", 100) + secret + ": x\n", `unknown key "` + strings.Repeat("k", 40) + `"…`},
		{"a key inside", "user:\n  name: " + secret + "\n", `unknown key "user"`},
	} {
		var v sample
		err := Read("f.yaml", []byte(tt.text), &v).Err()
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: got %v, want %q without the secret", tt.name, err, tt.want)
		}
	}
}

// A file of the right kind is shown where it is wrong, even if it is no YAML.
func TestShowsTheLineOfItsOwnFile(t *testing.T) {
	for _, text := range []string{
		"name: x\nparts: ]\n", "{name: x, knd: y}", "{\n  \"knd\": 1,\n  \"name\": 2\n}\n", "\"name\": }\n", "# mine\nknd: x\nname : y\n",
	} {
		var v sample
		if err := Read("f.yaml", []byte(text), &v).Err(); err == nil || !strings.Contains(err.Error(), "\n    ") {
			t.Errorf("%q: got %v, want the line", text, err)
		}
	}
}

func TestManyErrors(t *testing.T) {
	text := "name: x\n"
	for i := range 1000 {
		text += fmt.Sprintf("k%d: x\n", i)
	}
	var v sample
	err := Read("f.yaml", []byte(text), &v).Err()
	if n := strings.Count(err.Error(), "unknown key"); n != mostErrors || !strings.HasSuffix(err.Error(), "\nf.yaml: 980 more") {
		t.Errorf("got %d errors and %q, want 20 and how many more", n, err.Error()[len(err.Error())-40:])
	}
}
