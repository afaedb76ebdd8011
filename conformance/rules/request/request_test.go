package request

import (
	"bytes"
	"io/fs"
	"testing"
)

// TestChecks wants a check of every rule, and the facts that call for it.
func TestChecks(t *testing.T) {
	t.Parallel()
	i := 0
	for rule := range Rules() {
		if c := table.Checks[i]; c.ID != rule.ID || c.Find == nil || c.When == 0 {
			t.Errorf("%s: got the check %s, facts %b", rule.ID, c.ID, c.When)
		}
		i++
	}
}

// Each rule of the folder is in the table: a file that it does not name is never read.
func TestEveryFileIsRead(t *testing.T) {
	t.Parallel()
	n := 0
	names, _ := fs.Glob(folder, "*.yaml")
	for _, name := range names {
		text, err := folder.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(text, []byte("\n  - id: "))
	}
	if n != len(table.Checks) {
		t.Errorf("got %d rules in the files, want %d as in the table", n, len(table.Checks))
	}
}
