package shell

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/internal/need"
)

// shells are those that are there; sh and bash must be.
func shells(t *testing.T) []string {
	t.Helper()
	found := []string{need.Program(t, "sh"), need.Program(t, "bash")}
	for _, name := range []string{"dash", "zsh", "fish"} {
		if path, err := exec.LookPath(name); err == nil {
			found = append(found, path)
		}
	}
	return found
}

var hostile = []string{
	"", "'", `\`, `\\`, `a\`, `'\''`, "$(touch X)", "`touch X`", "$IFS", "; touch X", "| touch X", "&& touch X", "> X", "~", "~root", "*", "?", "[a]",
	"{a,b}", "!!", "#", "=ls", "-n", "--", "%self", "%1", "a=b", "=", "\n", "a\nb", "\r\n", "\t", " ", "é", "\xff\xfe", "\x1b[31m", `"`, `$'\x41'`,
	"<(touch X)", "^a^b", "\u202e", "'; touch X; '", `\'; touch X; \'`, "@/etc/passwd", "&", "(", ")", "a b", "*.go", "/*",
}

// words are texts made of what means something to a shell.
func words(r *rand.Rand, n int) []string {
	const alphabet = "'\\\"$`!&|;<>(){}[]*?~#%=^@-+ \n\tab\xc3\xa9\xff"
	list := make([]string, n)
	for i := range list {
		b := make([]byte, r.IntN(12))
		for k := range b {
			b[k] = alphabet[r.IntN(len(alphabet))]
		}
		list[i] = string(b)
	}
	return list
}

// Every shell reads a quoted word as the word that it was, and runs nothing of it.
func TestQuoteIsOneWord(t *testing.T) {
	t.Parallel()
	all := append(append([]string{}, hostile...), words(rand.New(rand.NewPCG(1, 2)), 400)...)
	for _, shell := range shells(t) {
		dir := t.TempDir()
		line := "printf '%s\\0' " + Join(all...)
		cmd := exec.Command(shell, "-c", line)
		cmd.Dir = dir
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", shell, err)
		}
		got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
		if len(got) != len(all) {
			t.Fatalf("%s: got %d words, want %d", shell, len(got), len(all))
		}
		for i := range all {
			if got[i] != all[i] {
				t.Errorf("%s: %q was read as %q", shell, all[i], got[i])
			}
		}
		if list, _ := os.ReadDir(dir); len(list) != 0 {
			t.Errorf("%s: a word ran: %v", shell, list)
		}
	}
}

// A word that is quoted stands where a command begins, too.
func TestQuoteNeverAssigns(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"plain": "plain", "a=b": "a=b", "=b": "'=b'", "": "''", "it's": `'it'\''s'`, `\`: `\\`, `a\b`: `'a\b'`, `a\\b\`: `'a'\\'\b'\\`, "'": `\'`, "a\x00b": "ab", "%1": "'%1'",
	} {
		if got := Quote(s); got != want {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	}
}

// curl sends exactly the request that the command was made of, whatever is in it, and reads no file.
func TestCurlSendsTheRequest(t *testing.T) {
	t.Parallel()
	need.Program(t, "curl")
	type seen struct {
		method, target, value string
		body                  []byte
	}
	got := make(chan seen, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- seen{r.Method, r.URL.RequestURI(), r.Header.Get("X-Value"), body}
	}))
	defer server.Close()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	bodies := [][]byte{
		{},
		[]byte("@secret"), []byte("a\x00b%d\\n'"), []byte("-n\x00"),
		{0},
		[]byte("\x00\x001\xff"), bytes.Repeat([]byte("x%\n"), 50_000),
		[]byte(`{"a":"it's \\ $HOME"}`), []byte("\n"), []byte("=&+"),
	}
	for _, w := range words(rand.New(rand.NewPCG(3, 4)), 12) {
		bodies = append(bodies, []byte(w))
	}
	for i, shell := range shells(t) {
		for k, body := range bodies {
			if i > 1 && k > 12 { // the rest is the shells' reading of words, above
				break
			}
			c := Curl{
				Options: []string{"-sS", "--path-as-is"}, Method: "POST", URL: server.URL + "/a/../b?x[0]={1,2}&y=$(id)", Body: body,
				Headers: []string{"X-Value: `touch$IFS.X` '\\", "@secret: x", "X-Empty:"},
			}
			cmd := exec.Command(shell)
			cmd.Dir, cmd.Stdin = dir, strings.NewReader(c.Line()+"\n") // an argument could not hold the long one
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", shell, err, out)
			}
			s := <-got
			if !bytes.Equal(s.body, body) || s.method != "POST" || s.target != "/a/../b?x[0]={1,2}&y=$(id)" || s.value != "`touch$IFS.X` '\\" {
				t.Errorf("%s: %.40q: got %s %s, %q and a body of %d bytes, want %d", shell, body, s.method, s.target, s.value, len(s.body), len(body))
			}
		}
	}
	if list, _ := os.ReadDir(dir); len(list) != 1 {
		t.Errorf("a command made files: %v", list)
	}
}

func TestCurlParts(t *testing.T) {
	t.Parallel()
	c := Curl{Method: "`touch$IFS.X`", URL: "http://h/", Headers: []string{"A: 1", "B: ", "@f: 1", "C:", "D;", "no\nline: 1", ": x"}, Body: []byte("x")}
	parts, left := c.Parts()
	want := []string{"curl -X '`touch$IFS.X`' http://h/", "-H 'A: 1'", "-H 'B;'", "-H C:", "-H 'D;'", "--data-raw x"}
	if strings.Join(parts, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", parts, want)
	}
	if want := []string{"@f: 1", "no\nline: 1", ": x"}; strings.Join(left, "|") != strings.Join(want, "|") {
		t.Errorf("left out %q, want %q", left, want)
	}
}
