package cmd

import (
	"strings"

	"github.com/chatcb/chatcb/report/check"
)

// checkFormats lists the formats of reports.
func checkFormats() string {
	var names []string
	for _, f := range check.Formats() {
		names = append(names, f.Name)
	}
	return "Formats: " + strings.Join(names, ", ")
}
