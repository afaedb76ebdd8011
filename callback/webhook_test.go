package callback_test

import (
	"slices"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/madeup"
)

// The page's sample of every webhook, and of one that is made up, is read and written again as it is printed.
func TestSamplesAreWrittenAgain(t *testing.T) {
	t.Parallel()
	for _, w := range append(callback.Webhooks(), madeup.Webhook()) {
		q, err := w.Decode([]byte(w.Sample))
		if err != nil {
			t.Errorf("%s: %v", w.Command, err)
			continue
		}
		if got := string(callback.Encoding{Style: callback.Documented}.Append(nil, q)); got != w.Sample {
			t.Errorf("%s: got\n%s\nwant\n%s", w.Command, got, w.Sample)
		}
		if len(q.Extra) > 0 || q.CallbackCommand != w.Command || len(q.Items) == 0 {
			t.Errorf("%s: got %+v, want every member to be known", w.Command, q)
		}
	}
}

// A request is of the webhook whose command it has, else of the one whose items it has, else of the first.
func TestOf(t *testing.T) {
	t.Parallel()
	for _, w := range callback.Webhooks() {
		for _, body := range []string{
			w.Sample, `{"x":[{}],"CallbackCommand":"` + w.Command + `"}`, `{"` + w.ItemList() + `":7}`,
			`{"CallbackCommand":"Sns.Other","` + w.ItemList() + `":[]}`,
		} {
			if got := callback.Of([]byte(body)); got != w {
				t.Errorf("%s: got %s, want %s", body, got.Command, w.Command)
			}
		}
	}
	for _, body := range []string{"", "[]", "{}", `{"CallbackCommand":7}`} {
		if got := callback.Of([]byte(body)); got != callback.PrevFriendAdd {
			t.Errorf("%q: got %s, want the first", body, got.Command)
		}
	}
}

// What is told apart by short names is told apart by slots too: a slot means one thing in every webhook.
func TestSlotsMeanTheSame(t *testing.T) {
	t.Parallel()
	type place struct {
		ofItem bool
		slot   callback.Slot
	}
	known := map[place]string{}
	for _, w := range callback.Webhooks() {
		for _, f := range callback.FieldsOf(w) {
			at := place{f.OfItem, f.Slot}
			if short, ok := known[at]; ok && short != f.Short {
				t.Errorf("%s: the slot of %s is that of %s elsewhere", w.Command, f.Short, short)
			}
			known[at] = f.Short
		}
	}
}

func TestFieldsOfAMadeUpWebhook(t *testing.T) {
	t.Parallel()
	w := madeup.Webhook()
	var flags []string
	for _, f := range callback.FieldsOf(w) {
		flags = append(flags, f.Flag())
	}
	if want := []string{"from", "to", "badge", "wording", "mood", "event-time"}; !slices.Equal(flags, want) {
		t.Errorf("got the flags %q, want %q", flags, want)
	}
	mood, badge := w.Field(madeup.Mood), w.Item(madeup.Badge)
	if got := mood.Full("very-sad"); got != "Wave_Mood_VerySad" || mood.Check(got) != "" || mood.Check("glad") == "" {
		t.Errorf("got %q for very-sad", got)
	}
	if got := badge.Full("Soft"); got != "Wave_Soft" || badge.Check(got) != "" || badge.Check("Wave_Abcde") == "" {
		t.Errorf("got %q for Soft", got)
	}
	if got, want := w.Pair("bob", "spammer"), "spammer → bob"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
