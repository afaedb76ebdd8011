package catalogue

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/scenarios"
)

// cases are those of the scenarios of this package for which data is not enough: what each does, by its id. All else about them
// stands in the folder builtin.
func cases() map[string][]scenarios.Variant {
	one := scenarios.OneCase
	return map[string][]scenarios.Variant{
		"TRN-001": one(targetAnswers),
		"TRN-002": one(targetIsHTTPS),
		"TRN-003": one(validCertificate),
		"TRN-004": one(oldTLS),
		"TRN-005": one(keepAlive),
		"TRN-006": one(idleReuse),
		"TRN-007": one(closeHonoured),
		"TRN-008": one(chunked),
		"TRN-009": one(tinyChunks),
		"TRN-011": one(oldClient),
		"TRN-012": one(pipelining),
		"TRN-014": one(slowBody),
		"TRN-015": one(endlessBody),
		"TRN-016": one(vanishing),
		"TRN-017": one(http2),
		"TRN-018": one(smuggling),
		"TRN-019": one(twoLengths),
		"TRN-020": one(headerCase),

		"SEC-005": one(appIDTwice),
		"SEC-020": one(rightSign),
		"SEC-030": one(replayed),
		"SEC-031": one(borrowed),
		"SEC-034": each(payloads(), payload),

		"ROB-001": each(scripts(), bothSpellings),
		"ROB-003": each([]choice[int]{{"1-MiB", 1 << 20}, {"10-MiB", 10 << 20}}, hugeBody),
		"ROB-004": one(deepNesting),
		"ROB-005": one(truncated),
		"ROB-009": one(duplicates),
		"ROB-012": each([]choice[[]callback.Member]{{"names", poisoned()}, {"many", manyMembers()}}, extraMembers),

		"CNC-001": one(sameTwice),
		"CNC-002": one(sameAtOnce),
		"CNC-003": one(crossTalk),
		"CNC-004": one(outOfOrder),
		"CNC-005": one(aliveAfterwards),

		"LAT-001": one(inTime),
		"LAT-002": one(headRoom),
		"LAT-003": one(firstRequest),
		"LAT-004": one(largeBatch),
		"LAT-005": one(underLoad),
	}
}

// choice is a value that cases differ in, and the key of its case.
type choice[T any] struct {
	key   string
	value T
}

// each is one case for each value.
func each[T any](choices []choice[T], run func(*scenarios.CaseRun, T)) []scenarios.Variant {
	list := make([]scenarios.Variant, len(choices))
	for i, c := range choices {
		list[i] = scenarios.Variant{Key: c.key, Run: func(t *scenarios.CaseRun) { run(t, c.value) }}
	}
	return list
}
