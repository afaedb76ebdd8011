package report

import "testing"

func TestCountsInWords(t *testing.T) {
	for got, want := range map[string]string{
		timesBroken(1, 1): "once in 1 exchange:",
		timesBroken(1, 3): "once in 3 exchanges:",
		timesBroken(2, 3): "2 times in 3 exchanges, the first:",
		leaks(1):          "1 LEAK",
		leaks(54):         "54 LEAKS",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
