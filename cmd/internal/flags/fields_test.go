package flags

import (
	"testing"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/madeup"
)

// The fields of a webhook that is made up have flags, and the flags set them.
func TestFieldsOfAMadeUpWebhook(t *testing.T) {
	t.Parallel()
	w := madeup.Webhook()
	q, err := w.Decode([]byte(w.Sample))
	if err != nil {
		t.Fatal(err)
	}
	var s Fields
	f := pflag.NewFlagSet("send", pflag.ContinueOnError)
	s.declare(f, callback.PrevFriendAdd, w)
	if err := f.Parse([]string{"--from", "bob", "--to", "amy", "--badge", "Soft", "--mood", "very-sad", "--wording", "psst"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(w, false); err != nil {
		t.Error(err)
	}
	s.Apply(q)
	const want = `{"CallbackCommand":"Sns.CallbackPrevWave","EventTime":1631777344870,"From_Account":"bob",` +
		`"WaveItem":[{"To_Account":"amy","WaveBadge":"Wave_Soft","Whisper":"psst"}],"WaveMood":"Wave_Mood_VerySad"}`
	if got := string(callback.Encoding{}.Append(nil, q)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if err := s.Check(callback.PrevFriendAdd, false); err == nil {
		t.Error("got no error for flags that the other webhook does not have")
	}
}
