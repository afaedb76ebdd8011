package secret

import (
	"strings"
	"testing"
)

func TestHider(t *testing.T) {
	t.Parallel()
	type part struct {
		Text  string
		Bytes []byte
		own   string
	}
	shared := &part{Text: "s3cret"}
	v := struct {
		One    part
		List   []part
		Args   []any
		Named  map[string]string
		Shared *part
		Number int
	}{
		One: part{"a s3cret b", []byte(`{"x":"s3cret"}`), "s3cret"}, List: []part{{Text: "s3cret"}},
		Args: []any{"s3cret", []string{"x", "s3cret"}, 7, nil}, Named: map[string]string{"k": "s3cret"}, Shared: shared, Number: 5,
	}
	NewHider([]string{"s3cret", "", "abc"}).In(&v)
	if v.One.Text != "a [masked] b" || string(v.One.Bytes) != `{"x":"[masked]"}` || v.List[0].Text != Mask || v.Args[0] != Mask ||
		v.Args[1].([]string)[1] != Mask || v.Named["k"] != Mask || v.Number != 5 {
		t.Errorf("got %+v", v)
	}
	if shared.Text != "s3cret" {
		t.Error("what others hold too was changed")
	}
	odd := `p"q\r é&+/?<`
	h := NewHider([]string{odd})
	for _, text := range []string{
		odd, `{"a":"p\"q\\r é&+/?<"}`, `{"a":"p\"q\\r é\u0026+/?\u003c"}`, "a=p%22q%5Cr+%C3%A9%26%2B%2F%3F%3C", "cCJxXHIgw6kmKy8/PA==",
	} {
		if got := h.Text(text); !strings.Contains(got, Mask) || strings.Contains(got, "q") {
			t.Errorf("%s: got %s", text, got)
		}
	}
	var none *Hider
	none.In(&v)
	if none.Text("abc") != "abc" || NewHider([]string{"abc"}) != nil {
		t.Error("short texts are hidden")
	}
}
