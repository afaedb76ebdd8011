package check

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A new format is a row of the table and a file: nothing else has to change, and these tests hold for it.
func TestNewFormat(t *testing.T) {
	t.Parallel()
	const row = "\t\t{Name: \"csv\", Suffix: \".csv\", Description: \"a case a line\", Write: writeCSV},\n"
	table, err := os.ReadFile("check.go")
	if err != nil {
		t.Fatal(err)
	}
	const start = "return report.Formats[*result.Run]{\n"
	with := strings.Replace(string(table), start, start+row, 1)
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(t.TempDir(), "check.go")
	if err := os.WriteFile(changed, []byte(with), 0o600); err != nil {
		t.Fatal(err)
	}
	overlay, _ := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(dir, "check.go"): changed,
		filepath.Join(dir, "csv.go"):   filepath.Join(dir, "testdata", "newformat", "csv.go"),
	}})
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), "go", "test", "-overlay", file, "-count=1", "-run", "^(TestCheckGolden|TestNothingActs|TestRedIsRed)$", ".")
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
