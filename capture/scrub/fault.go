package scrub

import (
	"encoding/json"
	"strings"

	"github.com/chatcb/chatcb/internal/lazy"
)

// faultWords is a fault as scripts of the mock server spell one: an id, perhaps with a value, and options. A capture may
// have been edited, and nothing else may pass.
var faultWords = lazy.Regexp(
	`^[a-z0-9-]{1,40}(=[a-z0-9.%-]{1,40})?` +
		`( ((first|after) [0-9]{1,10}|for [0-9.a-z]{1,12}|[0-9]{1,5} in [0-9]{1,5}|(seed|median|p99)=[0-9.a-z]{1,20}))*$`)

// harmlessFault reports whether the member fault holds a fault, or a list of them with what they drew, and nothing else.
func harmlessFault(value string) bool {
	var one string
	if json.Unmarshal([]byte(value), &one) == nil {
		return faultWords().MatchString(one)
	}
	var list []struct {
		Fault             string
		Seed, Place, Draw uint64
	}
	d := json.NewDecoder(strings.NewReader(value))
	d.DisallowUnknownFields()
	if d.Decode(&list) != nil || d.More() {
		return false
	}
	for i := range list {
		if !faultWords().MatchString(list[i].Fault) {
			return false
		}
	}
	return true
}
