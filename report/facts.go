package report

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

type htmlFact struct{ Name, Value string }

// safeFacts drops the empty ones and makes the others harmless.
func safeFacts(list []htmlFact) []htmlFact {
	var out []htmlFact
	for _, f := range list {
		if strings.TrimSpace(f.Value) != "" {
			out = append(out, htmlFact{f.Name, Safe(f.Value)})
		}
	}
	return out
}

func contentHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
