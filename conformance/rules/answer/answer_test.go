package answer

import (
	"bytes"
	"io/fs"
	"slices"
	"testing"
)

// TestChecks wants a check of every rule unless it is a guard, and the facts that call for it.
func TestChecks(t *testing.T) {
	t.Parallel()
	for i, rule := range slices.Collect(Rules()) {
		if c := table.Checks[i]; c.ID != rule.ID || (c.Find != nil) == rule.Guard || (c.Find != nil) != (c.When != 0) {
			t.Errorf("%s: got the check %s, facts %b, guard %v", rule.ID, c.ID, c.When, rule.Guard)
		}
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
