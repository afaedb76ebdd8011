package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/golden"
	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/internal/schematest"
	"github.com/chatcb/chatcb/report/schema"
)

type object = map[string]any

const (
	dialect  = "https://json-schema.org/draft/2020-12/schema"
	idPrefix = "https://github.com/chatcb/chatcb/schema/"
)

// The schemas of the callbacks are those that the webhooks' fields make; UPDATE=1 writes them.
func TestCallbackSchemasAreGenerated(t *testing.T) {
	t.Parallel()
	requests, defs := []any{}, object{}
	for _, w := range callback.Webhooks() {
		defs[requestName(w)] = requestOf(w)
		requests = append(requests, object{"$ref": "#/$defs/" + requestName(w)})
	}
	golden.Compare(t, "request.json", spell(t, object{
		"$schema": dialect, "$id": idPrefix + "request.json", "title": "The body of a callback request, as Chat sends it",
		"oneOf": requests, "$defs": defs,
	}))
	response := responseSchema()
	response["$schema"], response["$id"] = dialect, idPrefix+"response.json"
	golden.Compare(t, "response.json", spell(t, response))
	golden.Compare(t, "openapi.json", spell(t, openAPI()))
}

func spell(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func requestName(w *callback.Webhook) string {
	return strings.TrimPrefix(w.Command, "Sns.Callback") + "Request"
}

func requestOf(w *callback.Webhook) object {
	o := members(w.Fields)
	o["title"] = w.Title
	properties := o["properties"].(object)
	properties[callback.ParamCallbackCommand].(object)["const"] = w.Command
	items := properties[w.ItemList()].(object)
	items["minItems"], items["items"] = 1, members(w.Items)
	return o
}

func members(fields []callback.Field) object {
	properties, required := object{}, []string{}
	for i := range fields {
		f := &fields[i]
		properties[f.Name] = valueOf(f)
		if !f.Optional && f.Default == "" && f.Kind != callback.KindFlag {
			required = append(required, f.Name)
		}
	}
	return object{"type": "object", "properties": properties, "required": required}
}

func valueOf(f *callback.Field) object {
	o := object{"type": "string", "description": f.Doc}
	switch f.Kind {
	case callback.KindAccount:
		o["minLength"], o["maxLength"] = 1, callback.MaxAccountBytes
	case callback.KindWord:
		o["enum"] = f.Values
		if f.Default != "" {
			o["default"] = f.Default
		}
	case callback.KindTag:
		o["pattern"] = fmt.Sprintf("^(%s[A-Za-z]{1,%d})?$", f.Prefix, f.Limit)
	case callback.KindFlag:
		o["type"], o["enum"] = "integer", []int{0, 1}
	case callback.KindTime:
		o["type"] = "integer"
	case callback.KindItems:
		o["type"] = "array"
	case callback.KindText:
		if f.Limit > 0 {
			o["maxLength"], o["description"] = f.Limit, fmt.Sprintf("%s; at most %d bytes of UTF-8", f.Doc, f.Limit)
		}
	}
	return o
}

func code(doc string) object {
	return object{
		"type": "integer", "description": doc,
		"oneOf": []any{object{"const": 0}, object{"minimum": callback.MinCode, "maximum": callback.MaxCode}},
	}
}

func responseSchema() object {
	text := func(doc string) object { return object{"type": "string", "description": doc} }
	account := object{"type": "string", "description": "one of the accounts that were asked about", "minLength": 1, "maxLength": callback.MaxAccountBytes}
	return object{
		"title": "The answer to a callback request", "type": "object",
		"description": "Chat takes it if it comes with status 200 within two seconds. It ignores an ErrorCode that is not 0, and everything beside it.",
		"required":    []string{"ActionStatus", "ErrorCode", "ErrorInfo", "ResultItem"},
		"properties": object{
			"ActionStatus": object{"enum": []string{callback.StatusOK, callback.StatusFail}, "description": "whether the request was processed"},
			"ErrorCode":    code("0, or why it was not processed"),
			"ErrorInfo":    text("the same in words"),
			"ResultItem": object{
				"type": "array", "description": "an item for every account",
				"items": object{
					"type": "object", "required": []string{"To_Account", "ResultCode", "ResultInfo"},
					"properties": object{
						"To_Account": account, "ResultCode": code("0 allows, a code denies"), "ResultInfo": text("the same in words"),
					},
				},
			},
		},
	}
}

// openAPI describes the callbacks as webhooks, and, for tools that know paths alone, as what a backend serves at its one URL.
func openAPI() object {
	schemas := object{"Response": responseSchema()}
	webhooks, requests, examples := object{}, []any{}, object{}
	for _, w := range callback.Webhooks() {
		name := requestName(w)
		schemas[name] = requestOf(w)
		ref := object{"$ref": "#/components/schemas/" + name}
		requests = append(requests, ref)
		sample := object{"summary": "the page's sample", "value": json.RawMessage(w.Sample)}
		examples[name] = sample
		webhooks[w.Command] = object{"post": operation(w.Title, name, ref, object{"sample": sample})}
	}
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title": "The friend callbacks of Tencent Cloud Chat", "version": "1",
			"summary": "What Chat sends to an app's backend before a friend is added, and what it wants to hear.",
			"description": "No valid answer within two seconds means: the friend is added. Made by chatcb from what it knows of the platform; " +
				"chatcb says whether a backend keeps to it.",
			"license": object{"name": "see the repository of chatcb"},
		},
		"servers": []any{object{"url": "http://localhost:3000", "description": "your backend"}},
		"paths": object{"/": object{"post": operation(
			"The one URL to which Chat sends all callbacks", "callback", object{"oneOf": requests}, examples)}},
		"webhooks":   webhooks,
		"components": object{"schemas": schemas, "parameters": parameters()},
	}
}

func operation(summary, id string, body object, examples object) object {
	answer := func(summary, text string) object { return object{"summary": summary, "value": json.RawMessage(text)} }
	refs := []any{}
	for _, name := range parameterNames() {
		refs = append(refs, object{"$ref": "#/components/parameters/" + name})
	}
	return object{
		"summary": summary, "operationId": id, "parameters": refs,
		"requestBody": object{"required": true, "content": object{"application/json": object{"schema": body, "examples": examples}}},
		"responses": object{"200": object{
			"description": "the decision about every account",
			"content": object{"application/json": object{
				"schema": object{"$ref": "#/components/schemas/Response"},
				"examples": object{
					"allow": answer("both friends are added", `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[`+
						`{"To_Account":"id1","ResultCode":0,"ResultInfo":""},{"To_Account":"id2","ResultCode":0,"ResultInfo":""}]}`),
					"deny": answer("id2 is not added", `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[`+
						`{"To_Account":"id1","ResultCode":0,"ResultInfo":""},{"To_Account":"id2","ResultCode":38000,"ResultInfo":"no"}]}`),
				},
			}},
		}},
	}
}

func parameterNames() []string {
	return []string{
		callback.ParamSdkAppid, callback.ParamCallbackCommand, callback.ParamContentType, callback.ParamClientIP,
		callback.ParamOptPlatform, callback.ParamSign, callback.ParamRequestTime, callback.ParamRequestID,
	}
}

func parameters() object {
	commands := callback.Commands()
	schemas := []struct {
		required bool
		doc      string
		schema   object
		example  any
	}{
		{true, "the app", object{"type": "string", "pattern": "^[0-9]+$"}, "1400000000"},
		{true, "which webhook it is", object{"type": "string", "enum": commands}, commands[0]},
		{true, "always json", object{"type": "string", "const": "json"}, "json"},
		{true, "address of the client", object{"type": "string"}, "203.0.113.7"},
		{true, "platform of the client", object{"type": "string", "enum": callback.Platforms()}, "iOS"},
		{false, "SHA-256 of the token and RequestTime, if authentication is on", object{"type": "string", "pattern": "^[0-9a-f]{64}$"}, nil},
		{false, "Unix time in seconds, if authentication is on", object{"type": "string", "pattern": "^[0-9]+$"}, nil},
		{false, "not documented, seen in captures", object{"type": "string"}, nil},
	}
	all := object{}
	for i, name := range parameterNames() {
		p := object{"name": name, "in": "query", "required": schemas[i].required, "description": schemas[i].doc, "schema": schemas[i].schema}
		if schemas[i].example != nil {
			p["example"] = schemas[i].example
		}
		all[name] = p
	}
	return all
}

// What Chat sends and what it wants to hear is valid by the schemas, and what it never sends or takes is not.
func TestCallbackSchemas(t *testing.T) {
	t.Parallel()
	request, response := schematest.Compile(t, "request.json"), schematest.Compile(t, "response.json")
	for _, w := range callback.Webhooks() {
		schematest.Validate(t, request, w.Sample)
		if schematest.Valid(request, strings.Replace(w.Sample, `"id1"`, `""`, 1)) {
			t.Errorf("%s: an empty account is taken", w.Command)
		}
	}
	answer := callback.Response{ActionStatus: callback.StatusOK, ResultItem: []callback.ResultItem{{ToAccount: "a", ResultCode: 38000}}}
	for _, style := range []callback.Style{callback.Wire, callback.Documented} {
		schematest.Validate(t, response, string(answer.Append(nil, style)))
	}
	for _, text := range []string{
		`{}`, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"a","ResultCode":1,"ResultInfo":""}]}`,
		`{"ActionStatus":"OK","ErrorCode":"0","ErrorInfo":"","ResultItem":[]}`,
	} {
		if schematest.Valid(response, text) {
			t.Errorf("%s is taken", text)
		}
	}
}

// An OpenAPI validator that nobody here wrote accepts the document, and rejects it once it is broken.
func TestOpenAPIIsAcceptedByAnotherValidator(t *testing.T) {
	t.Parallel()
	node := need.Program(t, "node")
	const name = "@seriousme/openapi-schema-validator"
	need.Module(t, node, name)
	const script = `import(require("url").pathToFileURL(require.resolve(process.argv[1]))).then(async m => {
	const v = new m.Validator();
	const r = await v.validate(JSON.parse(require("fs").readFileSync(0, "utf8")));
	console.log(r.valid, v.version);
})`
	text, err := schema.Document("openapi")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ text, want string }{
		{string(text), "true 3.1"},
		{strings.Replace(string(text), `"in": "query"`, `"in": "body"`, 1), "false 3.1"},
	} {
		c := exec.CommandContext(t.Context(), node, "-e", script, name)
		c.Stdin = strings.NewReader(test.text)
		if out, err := c.CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != test.want {
			t.Errorf("got %s, %v, want %s", out, err, test.want)
		}
	}
}
