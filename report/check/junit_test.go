package check

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	read "github.com/joshdk/go-junit"

	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/result"
)

// TestJUnitSchema validates against the schema of Jenkins. The copy that can be had is old: later revisions allow a
// message in skipped, and Jenkins shows it.
func TestJUnitSchema(t *testing.T) {
	t.Parallel()
	xmllint := need.Program(t, "xmllint")
	text, err := os.ReadFile(filepath.Join("testdata", "schemas", "junit-jenkins.xsd"))
	if err != nil {
		t.Fatal(err)
	}
	schema := strings.Replace(string(text), `<xs:element name="skipped" type="xs:string"/>`,
		`<xs:element name="skipped"><xs:complexType mixed="true"><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>`, 1)
	if schema == string(text) {
		t.Fatal("the schema has no such element skipped")
	}
	xsd := filepath.Join(t.TempDir(), "junit.xsd")
	if err := os.WriteFile(xsd, []byte(schema), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, run := range runs() {
		c := exec.CommandContext(t.Context(), xmllint, "--noout", "--nonet", "--schema", xsd, "-")
		c.Stdin = strings.NewReader(render(t, "junit", run))
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// TestJUnitReadByOthers reads the report with a parser that is not ours, and counts.
func TestJUnitReadByOthers(t *testing.T) {
	t.Parallel()
	for name, run := range runs() {
		suites, err := read.Ingest([]byte(render(t, "junit", run)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := read.Totals{Tests: len(run.Cases)}
		for i := range run.Cases {
			switch c := &run.Cases[i]; {
			case c.Fails && c.Status == result.Error:
				want.Error++
			case c.Fails:
				want.Failed++
			case c.Status == result.Skip, len(c.Accepted) > 0:
				want.Skipped++
			default:
				want.Passed++
			}
		}
		for _, tr := range newView(run).Troubles() {
			want.Tests++
			if tr.Tool {
				want.Error++
			} else {
				want.Failed++
			}
		}
		got := junitCounts(t, name, suites)
		if got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

// junitCounts adds up the suites, and holds what each says of itself against its cases.
func junitCounts(t *testing.T, name string, suites []read.Suite) read.Totals {
	t.Helper()
	var all read.Totals
	for _, s := range suites {
		var sum read.Totals
		for _, c := range s.Tests {
			if c.Name == "" || c.Classname == "" {
				t.Errorf("%s: got a case %q of class %q, want both", name, c.Name, c.Classname)
			}
			sum.Tests++
			switch c.Status {
			case read.StatusPassed:
				sum.Passed++
			case read.StatusSkipped:
				sum.Skipped++
			case read.StatusFailed:
				sum.Failed++
			case read.StatusError:
				sum.Error++
			}
		}
		s.Totals.Duration = 0
		if s.Totals != sum {
			t.Errorf("%s, %s: got totals %+v, want %+v", name, s.Name, s.Totals, sum)
		}
		all.Tests, all.Passed, all.Skipped = all.Tests+sum.Tests, all.Passed+sum.Passed, all.Skipped+sum.Skipped
		all.Failed, all.Error = all.Failed+sum.Failed, all.Error+sum.Error
	}
	return all
}
