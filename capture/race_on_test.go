//go:build race

package capture

// manyRecords is how many records prove that memory does not grow; the race detector makes each far slower.
const manyRecords = 20_000
