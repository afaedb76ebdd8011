//go:build race

package scenarios

// underRace says that the race detector is at work, which makes everything ten times as slow.
const underRace = true
