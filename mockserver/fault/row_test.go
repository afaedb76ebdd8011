package fault

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"testing"
	"time"

	"github.com/expr-lang/expr"

	"github.com/chatcb/chatcb/callback"
)

// Every expression of the table can be compiled and evaluated, and every pattern compiled.
func TestTable(t *testing.T) {
	t.Parallel()
	n := 0
	for _, r := range faults() {
		for _, f := range formulas(reflect.ValueOf(*r)) {
			n++
			program, err := compile(f.source)
			if err != nil {
				t.Errorf("%s: %v", r.ID, err)
				continue
			}
			for _, v := range []view{seen(r, "a"), seen(r, "it's <b>")} {
				if got, err := expr.Run(program, map[string]any(v)); err != nil {
					t.Errorf("%s: %s: got %v, %v", r.ID, f.source, got, err)
				}
			}
		}
		for _, pair := range r.Match {
			if _, err := regexp.Compile(pair[0]); err != nil {
				t.Errorf("%s: %v", r.ID, err)
			}
		}
	}
	if n < 100 {
		t.Errorf("got %d expressions, want 100 or more", n)
	}
}

// formulas are those in a value, wherever they are.
func formulas(v reflect.Value) (list []formula) {
	switch {
	case !v.IsValid() || v.Type() == reflect.TypeFor[formula]() && !v.Interface().(formula).given():
	case v.Type() == reflect.TypeFor[formula]():
		return []formula{v.Interface().(formula)}
	case v.Kind() == reflect.Pointer:
		return formulas(v.Elem())
	case v.Kind() == reflect.Map:
		for _, at := range v.Seq2() {
			list = append(list, formulas(at)...)
		}
	case v.Kind() == reflect.Struct:
		for _, field := range v.Fields() {
			list = append(list, formulas(field)...)
		}
	}
	return list
}

// seen is a view of a request whose accounts, texts and parameters have this text.
func seen(r *row, text string) view {
	x := &Handling{
		HTTP: httptest.NewRequest(http.MethodPost, "/hook", nil), AppID: "1400000000", Token: "token", Start: time.Unix(1700000000, 0),
		QueryString: "SdkAppid=1400000000&Sign=x&RequestTime=1700000000&X=" + url.QueryEscape(text),
		Body:        fmt.Sprintf(`{"CallbackCommand":%q,"From_Account":%q,"FriendItem":[{"To_Account":%q,"Remark":%q}]}`, callback.PrevFriendAdd.Command, text, text, text),
	}
	x.Reply = *callback.Allow(text, "other")
	x.Answer = Answer{Status: http.StatusOK, Body: string(x.Reply.Append(nil, callback.Wire))}
	a := (&act{fault: r}).begin()
	_ = a.read(r) // some want a value
	h := a.hit(1, 1)
	return viewOf(x, &h)
}
