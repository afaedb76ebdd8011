// Package html has the parts that the pages of all reports are made of. A page needs no network and no other file.
package html

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/chatcb/chatcb/report/safe"
)

// Fact is a named text.
type Fact struct {
	Name  string
	Value safe.Untrusted
}

// Facts are a list of named texts.
type Facts []Fact

// Add adds a fact, unless there is nothing in it.
func (f *Facts) Add(name, value string) {
	if strings.TrimSpace(value) != "" {
		*f = append(*f, Fact{name, safe.Untrusted(value)})
	}
}

// Hash is a text as the source of a Content-Security-Policy.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
