package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/nearest"
)

// functionNames are what expressions can call.
var functionNames = []string{"rate", "seen", "in_list", "has_link", "script_of", "similar"}

// wireNames are what the callback calls that for which expressions have shorter names.
var wireNames = map[string]string{
	"From_Account": "from", "To_Account": "to", "FriendItem": "to", "Requester_Account": "requester", "Remark": "remark",
	"GroupName": "group", "AddSource": "source", "AddWording": "wording", "AddType": "add_type", "ForceAddFlags": "force",
	callback.ParamOptPlatform: "platform", callback.ParamClientIP: "client_ip",
}

// hinted adds the name that may have been meant, and those that there are.
func hinted(message string) string {
	name, ok := strings.CutPrefix(message, "unknown name ")
	if !ok {
		return message
	}
	names := strings.Join(subjectNames, ", ")
	return message + meant(name) + "; there are " + names + ", and the functions " + strings.Join(functionNames, ", ")
}

// meant is " (did you mean X?)", or "". A name of the callback, however it is spelt, stands for the short one.
func meant(name string) string {
	known := slices.Concat(subjectNames, functionNames, slices.Sorted(maps.Keys(wireNames)))
	best := nearest.To(name, known)
	if short, ok := wireNames[best]; ok {
		best = short
	}
	if best == "" {
		return ""
	}
	return ` (did you mean "` + best + `"?)`
}
