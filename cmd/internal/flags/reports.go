package flags

import (
	"strings"

	"github.com/chatcb/chatcb/report/check"
)

// ReportFormats lists the formats of reports.
func ReportFormats() string {
	var names []string
	for _, f := range check.Formats() {
		names = append(names, f.Name)
	}
	return "Formats: " + strings.Join(names, ", ")
}
