//go:build !race

package capture

// manyRecords is how many records prove that memory does not grow.
const manyRecords = 1_000_000
