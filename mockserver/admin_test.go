package mockserver_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/policy"
)

const adminToken = "a-token-of-some-length"

// adminOf is a server with a policy that has seen three requests, and its API.
func adminOf(t *testing.T, config mockserver.Config) (*mockserver.Server, http.Handler) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "p.yaml")
	text := "lists: {bad: [spam]}\nrules:\n  - {id: blocked, when: 'in_list(\"bad\", to)', deny: 38001}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	config.Policy, config.Shadow = p, p
	s := newServer(t, config)
	api, err := s.Admin(live.AdminConfig{
		Token: adminToken, Hosts: []string{"mock.example"},
		Resend: func(_ context.Context, x *exchange.Exchange) (*exchange.Exchange, error) {
			if x.Seq == 2 {
				return nil, errors.New("nobody listens")
			}
			return x, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"id1", "spam", "😀"} {
		sample().put("id1", to).send(s)
	}
	t.Cleanup(s.Close)
	return s, api
}

// ask asks the API and returns its answer.
func ask(api http.Handler, method, path, body string) *http.Response {
	r := httptest.NewRequest(method, "http://127.0.0.1:9999"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+adminToken)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	api.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// calls are requests to every path, and what they are answered with.
var calls = []struct {
	method, path, body string
	status             int
	want               string // is part of the answer
}{
	{"GET", "/api/exchanges", "", 200, `{"lost":0,"more":false,"exchanges":[` + "\n" + `{"seq":1,`},
	{"GET", "/api/exchanges?where=to:spam", "", 200, `"said":"block","effect":"BLOCK","cause":"said","basis":"documented","code":38001}`},
	{"GET", "/api/exchanges?after=1&limit=1&full=true", "", 200, `"more":true,"exchanges":[` + "\n" + `{"seq":2,`},
	{"GET", "/api/exchanges?where=too:x", "", 400, `did you mean \"to\"?`},
	{"GET", "/api/exchanges?limit=0", "", 400, `limit: wanted a number from 1 to 1000, got \"0\"`},
	{"GET", "/api/exchanges/latest", "", 200, `{"seq":3,`},
	{"GET", "/api/exchanges/latest?where=effect:block", "", 200, `{"seq":2,`},
	{"GET", "/api/exchanges/latest?where=from:nobody", "", 404, "no exchange fits"},
	{"GET", "/api/exchanges/2", "", 200, `"why":"rule blocked: to=spam"`},
	{"GET", "/api/exchanges/2/curl", "", 200, "curl -sS -i -X POST 'http://receiver/hook?"},
	{"GET", "/api/exchanges/x/curl", "", 400, "wanted the number of an exchange"},
	{"GET", "/api/exchanges/4/curl", "", 404, "no exchange 4 in memory"},
	{"GET", "/api/exchanges/4", "", 404, "no exchange 4 in memory"},
	{"GET", "/api/exchanges/x", "", 400, "wanted the number of an exchange"},
	{"GET", "/api/exchanges.jsonl?where=-effect:block", "", 200, `{"format":"chatcb-capture","version":1}` + "\n" + `{"seq":1,`},
	{"GET", "/api/export/har", "", 404, "this server exports no"},
	{"GET", "/api/wait?count=3&where=effect:allow", "", 200, `"met":true`},
	{"GET", "/api/wait?count=9&timeout=1ms", "", 200, `"met":false`},
	{"GET", "/api/wait?timeout=1h", "", 400, "timeout: wanted a duration up to 5m0s"},
	{"GET", "/api/verify?where=to:spam&count=1", "", 200, `{"outcome":"met","found":1,"min":1,"max":1,"evicted":0,"near_misses":[]}`},
	{"GET", "/api/verify?where=to:spam%20effect:allow%20said:nothing", "", 200, `"outcome":"unmet","found":0,"min":1,"max":null,"evicted":0,"near_misses":[{"failed":"said:nothing","exchange":{"seq":2,`},
	{"GET", "/api/verify?max=2", "", 200, `"outcome":"unmet","found":3,"min":0,"max":2`},
	{"GET", "/api/verify?min=x", "", 400, "min: wanted a number"},
	{"GET", "/api/counts", "", 200, `{"exchanges":3,"allowed":5,"denied":1,`},
	{"POST", "/api/exchanges/1/resend", "", 200, `{"failure":"","status":200,"took_ms":`},
	{"POST", "/api/exchanges/2/resend", "", 502, "nobody listens"},
	{"GET", "/api/exchanges/1/findings?language=zh", "", 200, `{"findings":[],"request_findings":[`},
	{"GET", "/api/exchanges/1/findings?language=fr", "", 400, "there are en and zh"},
	{"POST", "/api/exchanges/9/resend", "", 404, "no exchange 9"},
	{"GET", "/api/exchanges?newest=true&limit=2", "", 200, `{"lost":0,"more":true,"exchanges":[` + "\n" + `{"seq":3,`},
	{"GET", "/api/exchanges?newest=true&before=3&where=to:id1", "", 200, `{"lost":0,"more":false,"exchanges":[` + "\n" + `{"seq":1,`},
	{"GET", "/api/exchanges?newest=true&before=0", "", 400, "before: wanted a number"},
	{"GET", "/api/policy", "", 200, `"rules":["blocked"],"lists":{"bad":1}`},
	{"POST", "/api/policy/reload", "", 200, `"rules":["blocked"]`},
	{"GET", "/api/lists/bad", "", 200, `{"entries":["spam"]}`},
	{"GET", "/api/lists/good", "", 404, "there are bad"},
	{"PATCH", "/api/lists/bad", `{"add":["x"],"remove":["spam"]}`, 200, `{"entries":["x"]}`},
	{"PATCH", "/api/lists/bad", `{"ad":[]}`, 400, "unknown field"},
	{"PATCH", "/api/lists/good", `{}`, 404, "no list"},
	{"PUT", "/api/faults", `{"script":"status=503 1 in 10 seed=7"}`, 200, `{"script":"status=503 1 in 10 seed=7","seed":7,`},
	{"GET", "/api/faults", "", 200, `"seed":7`},
	{"PUT", "/api/faults", `{"script":"rest"}`, 422, `did you mean \"reset\"?`},
	{"PUT", "/api/faults", `{"script":""} x`, 400, "wanted one JSON object"},
	{"GET", "/api/faults/catalogue", "", 200, `{"id":"latency","group":"wire",`},
	{"GET", "/api/openapi.json", "", 200, `"openapi": "3.1.0"`},
	{"GET", "/api/health", "", 200, `{"status":"ok"}`},
	{"GET", "/api/ready", "", 200, `{"status":"ok"}`},
	{"GET", "/metrics", "", 200, "chatcb_accounts_total{decision=\"deny\"} 1\n"},
	{"POST", "/api/reset", "", 204, ""},
	{"GET", "/api/exchanges?where=", "", 200, `{"lost":3,"more":false,"exchanges":[]}`},
	{"GET", "/api/verify", "", 200, `{"outcome":"inconclusive","found":0,"min":1,"max":null,"evicted":3,"near_misses":[]}`},
}

// Every call is answered as the description says: its path, method and status are there, and the body fits the schema.
func TestAPI(t *testing.T) {
	_, api := adminOf(t, mockserver.Config{AppID: appID})
	var doc map[string]any
	if err := json.Unmarshal(live.OpenAPI, &doc); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, c := range calls {
		r := ask(api, c.method, c.path, c.body)
		got := text(t, r)
		if r.StatusCode != c.status || !strings.Contains(got, c.want) {
			t.Errorf("%s %s: got %d\n%.600s\nwant %d\n%s", c.method, c.path, r.StatusCode, got, c.status, c.want)
			continue
		}
		path, _, _ := strings.Cut(c.path, "?")
		template, response := described(doc, c.method, path, c.status)
		if response == nil {
			t.Errorf("%s %s: the description has no answer %d for it", c.method, path, c.status)
			continue
		}
		used[c.method+" "+template] = true
		fits(t, doc, c.method+" "+c.path, response, r.Header.Get("Content-Type"), got)
	}
	for path, operations := range doc["paths"].(map[string]any) {
		for method := range operations.(map[string]any) {
			if path == "/api/stream" { // it never ends; see TestStream
				continue
			}
			if !used[strings.ToUpper(method)+" "+path] {
				t.Errorf("%s %s is described and never called", method, path)
			}
		}
	}
}

// described finds the answer that the description has.
func described(doc map[string]any, method, path string, status int) (template string, response map[string]any) {
	paths := doc["paths"].(map[string]any)
	names := slices.Sorted(func(yield func(string) bool) {
		for p := range paths {
			if !yield(p) {
				return
			}
		}
	})
	slices.SortStableFunc(names, func(a, b string) int { return strings.Count(a, "{") - strings.Count(b, "{") })
	for _, template := range names {
		before, after, variable := strings.Cut(template, "{")
		_, after, _ = strings.Cut(after, "}")
		if template != path && (!variable || !strings.HasPrefix(path, before) || !strings.HasSuffix(path, after) || strings.Count(path, "/") != strings.Count(template, "/")) {
			continue
		}
		operation, ok := paths[template].(map[string]any)[strings.ToLower(method)].(map[string]any)
		if !ok {
			continue
		}
		response, _ = operation["responses"].(map[string]any)[fmt.Sprint(status)].(map[string]any)
		return template, response
	}
	return "", nil
}

// fits holds an answer against the schema that the description has for it.
func fits(t *testing.T, doc map[string]any, call string, response map[string]any, kind, body string) {
	t.Helper()
	content, _ := response["content"].(map[string]any)
	if content == nil {
		if body != "" {
			t.Errorf("%s: got a body, want none", call)
		}
		return
	}
	kind, _, _ = strings.Cut(kind, ";")
	media, ok := content[kind].(map[string]any)
	if !ok {
		t.Errorf("%s: got the type %s, which the description does not have", call, kind)
		return
	}
	if kind != "application/json" {
		return
	}
	schema := map[string]any{"components": doc["components"]}
	for k, v := range media["schema"].(map[string]any) {
		schema[k] = v
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:///schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("mem:///schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Errorf("%s: %v", call, err)
		return
	}
	if err := compiled.Validate(value); err != nil {
		t.Errorf("%s: %v", call, err)
	}
}

// The capture that the API exports is one.
func TestExportIsACapture(t *testing.T) {
	_, api := adminOf(t, mockserver.Config{})
	lines := strings.Split(strings.TrimSpace(text(t, ask(api, "GET", "/api/exchanges.jsonl", ""))), "\n")
	if len(lines) != 4 {
		t.Fatalf("got %d lines, want 4", len(lines))
	}
	for _, line := range lines[1:] {
		var x exchange.Exchange
		if err := exchange.DecodeExchange([]byte(line), &x); err != nil {
			t.Errorf("%v: %s", err, line)
		}
		if x.Answer.Status != 200 || len(x.SentBody()) == 0 {
			t.Errorf("got %+v", x)
		}
	}
}
