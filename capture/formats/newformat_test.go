package formats

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A new format is a package and a word in the table: nothing else has to change, and these tests hold for it.
func TestNewFormat(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("formats.go")
	if err != nil {
		t.Fatal(err)
	}
	with := strings.NewReplacer(
		"har.Format(), ", "har.Format(), base64lines.Format(), ",
		"import (\n", "import (\n\t\"github.com/chatcb/chatcb/capture/format/base64lines\"\n",
	).Replace(string(table))
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(t.TempDir(), "formats.go")
	if err := os.WriteFile(changed, []byte(with), 0o600); err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(here, "formats.go"):                                    changed,
		filepath.Join(here, "..", "format", "base64lines", "base64lines.go"): filepath.Join(here, "testdata", "newformat", "base64lines.go"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	const tests = "^(TestFormats|TestRoundTripsOfMany|TestBytesAreKeptUnlessListed|TestNoFormatWritesCredentials|FuzzReaders|FuzzWriters)$"
	c := exec.CommandContext(t.Context(), "go", "test", "-overlay", file, "-count=1", "-vet=off", "-v", "-run", tests, ".")
	out, err := c.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "base64lines") {
		t.Errorf("%v\n%s", err, out)
	}
}
