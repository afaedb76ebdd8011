package policy

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// File is a policy as it is written.
type File struct {
	Version int                 `yaml:"version" min:"1" max:"1" doc:"version of this format: 1"`
	Lists   map[string]ListFile `yaml:"lists" doc:"named lists for in_list: their entries, or {file: PATH} with one entry a line, beside this file"`
	Rules   []RuleFile          `yaml:"rules" need:"yes" doc:"the first rule that holds decides; where none holds, the account is allowed"`
}

// RuleFile is a rule as it is written.
type RuleFile struct {
	ID     yamlfile.Text `yaml:"id" need:"yes" doc:"name of the rule, in traces and counts"`
	When   yamlfile.Text `yaml:"when" doc:"expression over NAMES, with FUNCTIONS; without it the rule always holds"`
	Allow  bool          `yaml:"allow" doc:"true: the account may be added"`
	Deny   *Code         `yaml:"deny" doc:"the account may not be added; the ResultCode, from 38000 to 39000"`
	Info   string        `yaml:"info" doc:"ResultInfo of a denial; by default it names the rule"`
	Answer yamlfile.Text `yaml:"answer" doc:"the whole answer, as JSON text that is sent as it is spelt; of other callbacks too, by command"`
}

// Code is a ResultCode that denies.
type Code int64

// ReadYAML takes a number in the range that the page demands.
func (c *Code) ReadYAML(n yamlfile.Node) {
	var code int64
	alone, doc := n.Alone()
	alone.Into(&code)
	switch {
	case doc.Err() != nil:
		n.Fail("deny takes the code of the denial, from %d to %d, such as deny: %d; got %s", callback.MinCode, callback.MaxCode, callback.MinCode+1, n.Got())
	case !callback.CodeInRange(code):
		n.Fail("a code that denies is from %d to %d (page, \"ResultCode\"), got %d", callback.MinCode, callback.MaxCode, code)
	}
	*c = Code(code)
}

// ListFile is a list as it is written: entries, or the file that holds them.
type ListFile struct {
	entries []string
	file    yamlfile.Text
	isFile  bool
}

// listPath is the other form of a list.
type listPath struct {
	File yamlfile.Text `yaml:"file" need:"yes" doc:"path of a text file with one entry a line; blank lines and lines from # on are left out"`
}

// ReadYAML takes both forms.
func (l *ListFile) ReadYAML(n yamlfile.Node) {
	switch {
	case n.IsSequence():
		n.Into(&l.entries)
	case n.IsMapping():
		var p listPath
		n.Into(&p)
		l.file, l.isFile = p.File, true
	default:
		n.Fail("wanted a list of entries, or {file: PATH}")
	}
}
