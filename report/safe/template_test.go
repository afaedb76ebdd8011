package safe_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/report/safe"
)

// Whatever a template writes is escaped, wherever it stands, but for what is spelt in the language of the medium.
func TestTemplate(t *testing.T) {
	t.Parallel()
	const text = `{{define "one"}}<{{.}}>{{end}}{{$x := .Bad}}a{{.Bad}}{{if .Bad}}{{$x}}{{end}}{{if .None}}{{else}}{{.Bad}}{{end}}` +
		`{{range .List}}{{.}}{{else}}x{{end}}{{with .Bad}}{{.}}{{end}}{{template "one" .Bad}}{{printf "%s" .Bad}}{{.Own}}{{.Number}}{{.Name}}{{.Err}}{{.True}}`
	type name string
	made, err := safe.Template(text, nil, func(text string) safe.Own { return safe.Raw(strings.ToUpper(text)) })
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	err = made.Execute(&b, map[string]any{
		"Bad": "b", "None": "", "List": []string{"l", "m"}, "Own": safe.Raw("own"), "Number": 1.5,
		"Name": name("n"), "Err": errors.New("e"), "True": true,
	})
	if want := "aBBBLMB<B>Bown1.5NEtrue"; err != nil || b.String() != want {
		t.Errorf("got %q, %v, want %q", b.String(), err, want)
	}
}
