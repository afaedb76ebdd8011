package scrub

import "testing"

func TestHarmlessFault(t *testing.T) {
	for value, want := range map[string]bool{
		`"latency=10ms..4s"`:                          true,
		`"status=503 1 in 10"`:                        true,
		`"latency median=80ms p99=3s for 30s seed=7"`: true,
		`"p99=3s"`:              true,
		`"no-items first 3"`:    true,
		`"tls-expired after 2"`: true,
		`[{"fault":"status=503 first 1","seed":1,"place":0,"draw":1},{"fault":"no-items","seed":1,"place":1,"draw":1}]`: true,
		`"latency=3s, my friend Alice Smith lives in 12 Elm Street"`:                                                    false,
		`"latency=@/home/alice/friends.jsonl"`:                                                                          false,
		`"my friend alice"`:                                                                                             false,
		`[{"fault":"no-items","seed":1,"place":0,"draw":1,"of":"alice"}]`:                                               false,
		`[{"fault":"Alice Smith","seed":1,"place":0,"draw":1}]`:                                                         false,
		`{"fault":"no-items"}`:                                                                                          false,
		`17`:                                                                                                            false,
	} {
		if got := harmlessFault(value); got != want {
			t.Errorf("%s: got %v, want %v", value, got, want)
		}
	}
}
