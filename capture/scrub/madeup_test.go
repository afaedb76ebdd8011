package scrub

import (
	"testing"

	"github.com/chatcb/chatcb/internal/madeup"
)

// What becomes of the members of a webhook that is made up follows from what they are.
func TestMembersOfAMadeUpWebhook(t *testing.T) {
	t.Parallel()
	known := membersOf(madeup.Webhook())
	for name, want := range map[string]rule{"wavemood": word, "wavebadge": word, "whisper": maskAll, "waveitem": maskAll, "eventtime": number, "from": pseudonym} {
		if got, ok := known[name]; !ok || got != want {
			t.Errorf("%s: got %v, %v, want %v", name, got, ok, want)
		}
	}
}
