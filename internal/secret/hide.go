package secret

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
)

// minHidden is how long a text is at least that can be hidden: shorter ones stand in other words.
const minHidden = 4

// Hider hides secrets in what is shown, however they are spelt there.
type Hider struct{ replacer *strings.Replacer }

// NewHider hides these, or nothing where there are none.
func NewHider(secrets []string) *Hider {
	var pairs []string
	for _, s := range secrets {
		if len(s) < minHidden {
			continue
		}
		inJSON, _ := json.Marshal(s)
		for _, spelt := range []string{
			s, strings.Trim(string(inJSON), `"`), strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s), url.QueryEscape(s), url.PathEscape(s),
			base64.StdEncoding.EncodeToString([]byte(s)),
		} {
			pairs = append(pairs, spelt, Mask)
		}
	}
	if pairs == nil {
		return nil
	}
	return &Hider{strings.NewReplacer(pairs...)}
}

// Text is a text without the secrets.
func (h *Hider) Text(text string) string {
	if h == nil {
		return text
	}
	return h.replacer.Replace(text)
}

// In hides the secrets in all texts and bytes that v holds, a pointer to it. It follows no pointers in it: what they point at
// may be others' too.
func (h *Hider) In(v any) {
	if h != nil {
		h.hide(reflect.ValueOf(v).Elem())
	}
}

func (h *Hider) hide(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if hidden := h.Text(v.String()); hidden != v.String() && v.CanSet() {
			v.SetString(hidden)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			if hidden := h.Text(string(v.Bytes())); hidden != string(v.Bytes()) && v.CanSet() {
				v.SetBytes([]byte(hidden))
			}
			return
		}
		for i := range v.Len() {
			h.hide(v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			h.hide(v.Index(i))
		}
	case reflect.Map:
		for at := v.MapRange(); v.CanInterface() && at.Next(); {
			own := reflect.New(v.Type().Elem()).Elem()
			own.Set(at.Value())
			h.hide(own)
			v.SetMapIndex(at.Key(), own)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				h.hide(f)
			}
		}
	case reflect.Interface:
		if v.IsNil() || !v.CanSet() {
			return
		}
		own := reflect.New(v.Elem().Type()).Elem()
		own.Set(v.Elem())
		h.hide(own)
		v.Set(own)
	default:
	}
}
