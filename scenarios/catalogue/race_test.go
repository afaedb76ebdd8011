//go:build race

package catalogue

// underRace says that the race detector is at work, which makes everything ten times as slow.
const underRace = true
