// Package spec is the YAML language of scenarios. A [Loader] reads files; [Templates] is one to start from. Errors point into the file.
package spec

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/internal/yamlfile"
	"github.com/chatcb/chatcb/scenarios"
)

// spec is one scenario as it is written.
type spec struct {
	scenarios.Scenario
	Extends string `yaml:"extends" doc:"builtin/ID: takes every key that is not given here from that scenario"`
	Odd     bool   `yaml:"odd" doc:"Chat is not known to send this: only this scenario's own expectation counts, and a status from 400 to 499 is a good answer"`
	Matrix  matrix `yaml:"matrix" doc:"variables and their values: one case for every combination, ${name} stands for the value"`
	Go      bool   `yaml:"go" doc:"what it does is Go, and stands here in words; of scenarios that come along"`
	Fresh   bool   `yaml:"fresh" doc:"sends every request on a connection of its own"`
	Repeat  int    `yaml:"repeat" min:"1" max:"1000" doc:"how often the steps are gone through (default 1)"`

	Request requestSpec `yaml:"request" doc:"what every step sends, and its control; by default the page's sample"`
	Change  requestSpec `yaml:"change" doc:"the one thing that is probed, laid over the request: the control goes without"`
	Expect  expectSpec  `yaml:"expect" doc:"what must come back; by default a VALID answer"`
	Steps   []stepSpec  `yaml:"steps" doc:"several requests in this order, instead of change and expect"`
}

// stepSpec is one request of several.
type stepSpec struct {
	Name    string        `yaml:"name" doc:"to refer to it from same"`
	Pause   time.Duration `yaml:"pause" doc:"to let pass before it, such as 200ms"`
	Request *requestSpec  `yaml:"request" doc:"instead of the scenario's"`
	Change  requestSpec   `yaml:"change" doc:"laid over the request"`
	Odd     bool          `yaml:"odd" doc:"Chat is not known to send this"`
	Expect  expectSpec    `yaml:"expect"`
}

// requestSpec says what a request is like, or what is changed in one. What is not given stays as it is.
type requestSpec struct {
	Page    bool       `yaml:"page" doc:"is the page's own sample: from id to id1 and id2, which no other request is"`
	Friends *int       `yaml:"friends" min:"0" max:"3000" doc:"asks about so many accounts that nobody else asks about"`
	To      []string   `yaml:"to" doc:"To_Account of each friend"`
	Fields  fieldTexts `yaml:",keys"`

	Style     string      `yaml:"style" enum:"documented,wire" doc:"order and spacing: as the page prints them (default), or sorted as captured"`
	Body      *string     `yaml:"body" doc:"the body as raw JSON text, or any other bytes, instead of all fields above"`
	JSONPatch []patchSpec `yaml:"json_patch" doc:"RFC 6902, applied to the body"`

	Encode string        `yaml:"encode" enum:"bom,utf-16,latin-1,gzip" doc:"what the body becomes at last"`
	Hold   time.Duration `yaml:"hold" doc:"to let pass between the headers and the body, such as 200ms"`

	Sign         *signSpec         `yaml:"sign" doc:"how Sign is made, instead of as Chat does"`
	Query        map[string]string `yaml:"query" doc:"parameters of the URL to set"`
	WithoutQuery []string          `yaml:"without_query" doc:"parameters of the URL to leave out"`
	QueryOrder   string            `yaml:"query_order" enum:"sorted,reversed" doc:"order of the parameters of the URL"`
	RawQuery     *string           `yaml:"raw_query" doc:"all that follows the question mark, as it is; ${sign} and ${request_time} stand for a right Sign"`

	Method         string            `yaml:"method" doc:"instead of POST"`
	Headers        map[string]string `yaml:"headers" doc:"header lines to set"`
	WithoutHeaders []string          `yaml:"without_headers" doc:"header lines to leave out"`
	RawHTTP        *string           `yaml:"raw_http" doc:"the whole request; line ends become CRLF up to the first empty line; ${host}, ${path} and ${query} stand for what belongs there"`
}

// patchSpec is one operation of a JSON Patch. Its value is JSON text: a string has its quotes within the YAML's.
type patchSpec struct {
	Op    string        `yaml:"op" need:"yes" enum:"add,remove,replace,move,copy,test"`
	Path  yamlfile.Text `yaml:"path" need:"yes" doc:"JSON Pointer, such as /EventTime"`
	From  string        `yaml:"from" doc:"JSON Pointer, of move and copy"`
	Value *jsonText     `yaml:"value" doc:"JSON text: 5, 1.0, or '\"text\"'"`
}

// ReadYAML reads the operation and checks what can be checked before there is a body.
func (p *patchSpec) ReadYAML(n yamlfile.Node) {
	type plain patchSpec
	n.Into((*plain)(p))
	written := filled(*p, example)
	o := written.operation()
	err := o.Check()
	at := n
	if path, ok := n.Get("path"); ok {
		at = path
	}
	if value, ok := n.Get("value"); ok && err != nil && strings.Contains(err.Error(), "JSON:") {
		at = value
	}
	if err != nil && o.Op != "" {
		at.Fail("%v", err)
	}
}

func (p *patchSpec) operation() rawjson.Operation {
	o := rawjson.Operation{Op: p.Op, Path: p.Path.Value, From: p.From}
	switch {
	case p.Value == nil:
	case p.Value.Value == absent:
		o.Op = "remove"
	default:
		o.Value = []byte(p.Value.Value)
	}
	return o
}

// jsonText is JSON as it is spelt.
type jsonText struct{ yamlfile.Text }

// ReadYAML takes any scalar as it is spelt.
func (j *jsonText) ReadYAML(n yamlfile.Node) {
	var s string
	n.Into(&s)
	n.Into(&j.Text)
}

// fieldTexts are what is set in the fields of requests, of every item in those of items, by their short names.
type fieldTexts map[string]string

// YAMLKeys are the short names of fields, but for the accounts that are asked about.
func (fieldTexts) YAMLKeys() (keys []yamlfile.Key) {
	for _, f := range callback.FieldsOf(callback.Webhooks()...) {
		k := yamlfile.Key{Name: f.Short, Doc: f.Name, Type: reflect.TypeFor[string]()}
		switch {
		case f.OfItem && f.Slot == callback.To:
			continue
		case f.OfItem:
			k.Doc += " of every friend"
		case f.Slot == callback.From:
			k.Doc += ", and who initiates the request where that is not given"
		case f.Kind == callback.KindFlag || f.Kind == callback.KindTime:
			k.Type = reflect.TypeFor[number]()
		}
		keys = append(keys, k)
	}
	return keys
}

// number is a whole number as it is spelt; ${now} can stand for one.
type number string

// ReadYAML takes a whole number.
func (v *number) ReadYAML(n yamlfile.Node) {
	n.Into((*string)(v))
	if _, err := strconv.ParseInt(string(filled(*v, example)), 10, 64); err != nil {
		n.Fail("wanted a whole number, got %q", *v)
	}
}

// expectSpec says what must come back.
type expectSpec struct {
	Answer   answers             `yaml:"answer" doc:"kinds of answers, one of which will do: valid, not-approved, failed (FAIL with a code in range), 4xx, any, or a status"`
	Below    int                 `yaml:"below" min:"100" max:"600" doc:"the status must be below this"`
	Within   time.Duration       `yaml:"within" doc:"the whole answer must be there by then, such as 500ms"`
	Alive    bool                `yaml:"alive" doc:"a request on a new connection must get a VALID answer before, and right afterwards"`
	Same     string              `yaml:"same" doc:"control, or the name of a step: the same decision over every account"`
	Decision map[string]decision `yaml:"decision" doc:"what the receiver must decide about accounts: allow, deny, or the ResultCode of a denial"`
	Code     map[string]int      `yaml:"code" doc:"the exact ResultCode of accounts"`
	Fires    []string            `yaml:"fires" doc:"rules that the answer must break; they do not count against it"`
	Report   string              `yaml:"report" doc:"words to report with what came, whatever it is"`
}

// answers are kinds of answers, as they are written: one name, or a list.
type answers []scenarios.AnswerKind

// ReadYAML takes both forms, and refuses unknown names.
func (a *answers) ReadYAML(n yamlfile.Node) {
	var names []string
	if n.IsSequence() {
		n.Into(&names)
	} else {
		names = make([]string, 1)
		n.Into(&names[0])
	}
	for _, name := range names {
		kind, ok := answerByName(name)
		if !ok {
			n.Fail("wanted valid, not-approved, failed, 4xx, any or a status, got %q", name)
		}
		*a = append(*a, kind)
	}
}

func answerByName(name string) (scenarios.AnswerKind, bool) {
	for _, k := range scenarios.AnswerKinds() {
		if k.Name == name {
			return k, true
		}
	}
	if n, err := strconv.Atoi(name); err == nil && n >= 100 && n <= 599 {
		return scenarios.StatusAnswer(n), true
	}
	return scenarios.AnswerKind{}, false
}
