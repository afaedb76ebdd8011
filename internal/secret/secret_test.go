package secret

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestNothingPrintsIt(t *testing.T) {
	t.Parallel()
	s := Of("sesame")
	type holder struct {
		S Secret
		P *Secret
	}
	h := holder{s, &s}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
		fmt.Fprintf(&out, verb+verb+verb+verb, s, &s, h, []Secret{s})
	}
	fmt.Fprint(&out, s, &s, h, map[string]Secret{"a": s})
	text, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(text)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "s", s, "p", &s, "h", h)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "s", s, "p", &s, "h", h)
	for _, leak := range []string{"sesame", fmt.Sprintf("%x", "sesame"), fmt.Sprintf("%X", "sesame")} {
		if strings.Contains(out.String(), leak) {
			t.Errorf("it was printed:\n%s", out.String())
		}
	}
	if !strings.Contains(string(text), Mask) {
		t.Errorf("got %s, want the mask", text)
	}
	if got := s.Reveal(); got != "sesame" {
		t.Errorf("got %q", got)
	}
	if none := Of(""); none.String() != "" || !none.Empty() {
		t.Errorf("got %q, want nothing where there is no secret", none.String())
	}
}
