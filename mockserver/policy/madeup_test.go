package policy

import (
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/madeup"
	"github.com/expr-lang/expr"
)

// Expressions know the fields of a webhook that is made up.
func TestNamesOfAMadeUpWebhook(t *testing.T) {
	t.Parallel()
	w := madeup.Webhook()
	names := namesOf(callback.FieldsOf(w))
	q, err := w.Decode([]byte(w.Sample))
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]any{}
	for _, n := range names {
		env[n.short] = n.value(&subject{request: q, now: time.Now()})
	}
	program, err := expr.Compile(`mood == "Wave_Mood_Glad" and badge == "Wave_Big" and wording == "hi" and to == "id1"`, expr.Env(environment(names)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := expr.Run(program, env); got != true || err != nil {
		t.Errorf("got %v, %v, want true", got, err)
	}
}
