package check

import (
	"embed"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"strings"
	"text/template"
	"time"

	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
)

//go:embed templates
var templates embed.FS

// by renders runs by a template. Whatever that writes is escaped, but for what a function has spelt in the language of the format.
func by(file string, escape func(string) safe.Own) func(io.Writer, *view) error {
	return func(w io.Writer, v *view) error {
		t, err := v.template(file, escape)
		if err != nil {
			return err
		}
		return t.Execute(w, v)
	}
}

func (v *view) template(file string, escape func(string) safe.Own) (*template.Template, error) {
	text, err := templates.ReadFile("templates/" + file)
	if err != nil {
		return nil, err
	}
	funcs := report.Funcs(v.words)
	maps.Copy(funcs, html.MarkdownFuncs())
	maps.Copy(funcs, template.FuncMap{
		"upper":        func(text any) string { return strings.ToUpper(fmt.Sprint(text)) },
		"add":          func(a, b, c int) int { return a + b + c },
		"milliseconds": func(d time.Duration) string { return fmt.Sprintf("%.3f", float64(d)/1e6) },
		"yaml":         yamlString,
		"field":        yamlField,
		"markup":       safe.HTML,
		"spelt":        jsonText,
		"level":        sarifLevel,
		"time":         sarifTime,
		"group":        groupID,
	})
	return safe.Template(string(text), funcs, escape)
}

// tapText is a text on a line of TAP: a hash would begin a directive, and a backslash escapes.
func tapText(text string) safe.Own {
	return safe.Raw(strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(safe.Text(text)))
}

// yamlString spells a text as a double-quoted YAML scalar, of which a JSON string is one.
func yamlString(text any) safe.Own {
	return safe.Raw(string(rawjson.AppendString(nil, safe.Text(fmt.Sprint(text)))))
}

// yamlField is a line with a member of a mapping, if there is a text.
func yamlField(name string, text any) safe.Own {
	if fmt.Sprint(text) == "" {
		return safe.Own{}
	}
	return safe.Raw(fmt.Sprintf("%s: %s\n", name, yamlString(text)))
}

// xmlText is a text in XML.
func xmlText(text string) safe.Own {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(safe.Text(text))) // a builder takes everything
	return safe.Raw(b.String())
}
