package spec

import (
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// written is the webhook whose names scenarios are written in. Those of others stand for the same fields.
var written = callback.PrevFriendAdd

// pointer is a JSON Pointer with the names that a webhook has for the fields, and whether it has them.
func pointer(path string, w *callback.Webhook) (string, bool) {
	parts := strings.Split(path, "/")
	for at, fields := range map[int][]callback.Field{1: written.Fields, 3: written.Items} {
		if at >= len(parts) {
			continue
		}
		if f := callback.Lookup(fields, parts[at]); f != nil {
			own := f.In(w)
			if own == nil {
				return "", false
			}
			parts[at] = own.Name
		}
	}
	return strings.Join(parts, "/"), true
}

// operations are the patches of the body of a request of a webhook.
func (spec *requestSpec) operations(w *callback.Webhook) []rawjson.Operation {
	ops := make([]rawjson.Operation, len(spec.JSONPatch))
	for i := range spec.JSONPatch {
		ops[i] = spec.JSONPatch[i].operation()
		ops[i].Path, _ = pointer(ops[i].Path, w)
		ops[i].From, _ = pointer(ops[i].From, w)
	}
	return ops
}

// applies says what keeps the requests from being ones of a webhook, or "".
func (s *spec) applies(w *callback.Webhook) string {
	for _, step := range s.steps() {
		for _, r := range []*requestSpec{step.Request, &step.Change} {
			if name := r.foreign(w); name != "" {
				return "requests of " + w.Command + " have no " + name
			}
		}
	}
	return ""
}

// foreign names something of the request that one of a webhook does not have, or is "".
func (spec *requestSpec) foreign(w *callback.Webhook) string {
	for _, f := range callback.FieldsOf(callback.Webhooks()...) {
		if _, set := spec.Fields[f.Short]; set && f.In(w) == nil {
			return f.Name
		}
	}
	for i := range spec.JSONPatch {
		for _, path := range []string{spec.JSONPatch[i].Path.Value, spec.JSONPatch[i].From} {
			if _, ok := pointer(path, w); !ok {
				return path
			}
		}
	}
	for _, text := range []*string{spec.Body, spec.RawHTTP} {
		if list := written.ItemList(); text != nil && w.ItemList() != list && strings.Contains(*text, list) {
			return list
		}
	}
	return ""
}
