package check

import (
	"io"
	"path/filepath"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// The objects of SARIF 2.1.0 that are used here, by their sections of the specification.
type (
	sarifLog struct { // 3.13
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct { // 3.14
		Tool        sarifTool         `json:"tool"`
		Automation  sarifAutomation   `json:"automationDetails"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct { // 3.18
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct { // 3.19
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifAutomation struct { // 3.17
		ID string `json:"id"`
	}
	sarifRule struct { // 3.49
		ID            string          `json:"id"`
		Short         sarifText       `json:"shortDescription"`
		Full          sarifText       `json:"fullDescription"`
		Help          sarifText       `json:"help"`
		Configuration sarifLevel      `json:"defaultConfiguration"`
		Properties    sarifProperties `json:"properties"`
	}
	sarifText struct { // 3.11, 3.12
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifLevel struct { // 3.50
		Level string `json:"level"`
	}
	sarifProperties struct { // 3.8
		Tags      []string `json:"tags,omitempty"`
		Precision string   `json:"precision,omitempty"`
		Severity  string   `json:"severity,omitempty"`
		Case      string   `json:"case,omitempty"`
		Repeat    string   `json:"repeat,omitempty"`
		Profile   string   `json:"profile,omitempty"`
		Seed      string   `json:"seed,omitempty"`
	}
	sarifInvocation struct { // 3.20
		Start         string              `json:"startTimeUtc,omitempty"`
		End           string              `json:"endTimeUtc,omitempty"`
		Successful    bool                `json:"executionSuccessful"`
		Exit          int                 `json:"exitCode"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
		Properties    sarifProperties     `json:"properties"`
	}
	sarifNotification struct { // 3.58
		Level      string           `json:"level"`
		Message    sarifText        `json:"message"`
		Descriptor *sarifDescriptor `json:"descriptor,omitempty"`
	}
	sarifDescriptor struct { // 3.52
		ID string `json:"id"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage    = "https://github.com/chatcb/chatcb"
)

// sarif renders a run as SARIF 2.1.0: a result for each finding, a notification for trouble of the tool.
func sarif(w io.Writer, run *result.Run) error {
	var b sarifBuilder
	for i := range run.Cases {
		b.add(run, &run.Cases[i])
	}
	inv := sarifInvocation{
		Start: sarifTime(run.Started), End: sarifTime(run.Started.Add(run.Took)), Successful: true, Exit: int(run.Exit),
		Properties: sarifProperties{Profile: safe.Text(run.Profile), Seed: strconv.FormatUint(run.Seed, 10)},
	}
	if run.Cause != "" {
		inv.Notifications = append(inv.Notifications, notification("error", "cause", run.Cause))
	}
	for _, tr := range troubles(run) {
		inv.Notifications = append(inv.Notifications, notification("error", tr.ID, tr.Message))
		inv.Successful = inv.Successful && !tr.Tool
	}
	for _, c := range b.broken {
		inv.Notifications = append(inv.Notifications, notification("error", c.ID, c.Message))
		inv.Successful = false
	}
	text, err := safe.MarshalInert(sarifLog{sarifSchema, "2.1.0", []sarifRun{{
		Tool:        sarifTool{sarifDriver{"chatcb", homepage, append([]sarifRule{}, b.rules...)}},
		Automation:  sarifAutomation{"chatcb/check/" + safe.Text(run.Profile) + "/"},
		Invocations: []sarifInvocation{inv},
		ColumnKind:  "utf16CodeUnits",
		Results:     append([]sarifResult{}, b.results...),
	}}})
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

func sarifTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

func notification(level, id, message string) sarifNotification {
	return sarifNotification{Level: level, Message: sarifText{Text: safe.Text(message)}, Descriptor: &sarifDescriptor{safe.Text(id)}}
}

// sarifLevelOf turns a level into SARIF's word (3.27.10). What fails the run is an error, whatever it is by default.
func sarifLevelOf(l rule.Level, fails bool) string {
	switch {
	case fails, l == rule.Fail:
		return "error"
	case l == rule.Warn:
		return "warning"
	}
	return "note"
}

// newSarifRule describes the rule that a finding breaks.
func newSarifRule(f *result.Finding) sarifRule {
	help := safe.JoinNonEmpty("\n\n", safe.Text(sentence(f.Sentence, f.Source)), safe.Text(f.Why), safe.Text(f.Fix))
	described := sarifRule{
		ID:            safe.Text(f.Rule),
		Short:         sarifText{Text: safe.Text(safe.OrElse(f.Title, f.Rule))},
		Full:          sarifText{Text: safe.Text(safe.OrElse(f.Sentence, f.Title, f.Rule))},
		Help:          sarifText{Text: help, Markdown: sarifHelp(f)},
		Configuration: sarifLevel{sarifLevelOf(f.Level, false)},
		Properties:    sarifProperties{Tags: []string{groupID(f.Rule), string(f.Severity)}, Precision: "very-high", Severity: string(f.Severity)},
	}
	if described.Help.Text == "" {
		described.Help = described.Short
	}
	return described
}

func sarifHelp(f *result.Finding) string {
	text := ""
	for _, part := range []struct{ name, text string }{
		{string(f.Severity), sentence(f.Sentence, f.Source)}, {"Why", f.Why}, {"Fix", f.Fix},
	} {
		if part.text != "" {
			text += "**" + safe.Markdown(part.name) + "** " + safe.Markdown(part.text) + "\n\n"
		}
	}
	return text
}

// sarifURI is a file as a relative reference, which SARIF wants with slashes.
func sarifURI(file string) string { return filepath.ToSlash(file) }
