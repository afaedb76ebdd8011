package check

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// The elements of JUnit XML. No standard defines them; these are what the schema of Jenkins has, which others follow.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitTotals
		Time   string        `xml:"time,attr"`
		Suites []*junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitTotals
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Timestamp  string          `xml:"timestamp,attr,omitempty"`
		Properties []junitProperty `xml:"properties>property,omitempty"`
		Cases      []*junitCase    `xml:"testcase"`
		took       time.Duration
	}
	junitTotals struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
	}
	junitProperty struct {
		Name  string         `xml:"name,attr"`
		Value safe.Untrusted `xml:"value,attr"`
	}
	junitCase struct {
		Name      safe.Untrusted `xml:"name,attr"`
		Classname string         `xml:"classname,attr"`
		Time      string         `xml:"time,attr"`
		Skipped   *junitOutcome  `xml:"skipped"`
		Error     *junitOutcome  `xml:"error"`
		Failure   *junitOutcome  `xml:"failure"`
		Out       *junitText     `xml:"system-out"`
	}
	junitOutcome struct {
		Message safe.Untrusted `xml:"message,attr"`
		Type    safe.Untrusted `xml:"type,attr,omitempty"`
		Text    string         `xml:",innerxml"`
	}
	junitText struct {
		Text string `xml:",innerxml"`
	}
)

// junit renders a run as JUnit XML: a suite for each part of the catalogue, a test case for each case. What breaks a rule
// is a failure, trouble of the tool an error. The totals are counted from the children.
func junit(w io.Writer, run *result.Run) error {
	all := &junitSuites{Name: "chatcb check"}
	for _, g := range groups(run) {
		suite := &junitSuite{Name: "chatcb." + g.ID + " " + g.Title}
		for _, c := range g.Cases {
			suite.add(newJunitCase(run.Words(), g, c), c.Took)
		}
		all.Suites = append(all.Suites, suite)
	}
	if suite := junitTroubles(run); len(suite.Cases) > 0 {
		all.Suites = append(all.Suites, suite)
	}
	for _, s := range all.Suites {
		s.Time, s.Timestamp = junitSeconds(s.took), run.Started.UTC().Format("2006-01-02T15:04:05")
		s.Properties = junitProperties(run)
		all.Tests, all.Failures, all.Errors = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors
	}
	all.Time = junitSeconds(run.Took)
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}

func (s *junitSuite) add(c *junitCase, took time.Duration) {
	s.Cases = append(s.Cases, c)
	s.took += took
	s.Tests++
	switch {
	case c.Skipped != nil:
		s.Skipped++
	case c.Error != nil:
		s.Errors++
	case c.Failure != nil:
		s.Failures++
	}
}

func newJunitCase(words *language.Words, g *group, c *result.Case) *junitCase {
	j := &junitCase{Name: safe.Untrusted(c.ID + " " + c.Title), Classname: "chatcb." + g.ID, Time: junitSeconds(c.Took)}
	outcome := &junitOutcome{Message: safe.Untrusted(caseMessage(c)), Type: safe.Untrusted(caseRule(c)), Text: xmlText(caseDetail(words, c))}
	switch k := kindOf(c); {
	case k == skipped:
		j.Skipped = &junitOutcome{Message: safe.Untrusted(c.Message)}
	case k == accepted:
		j.Skipped = &junitOutcome{Message: safe.Untrusted(acceptance(words, &c.Accepted[0]))}
		j.Out = &junitText{outcome.Text}
	case k == failing && c.Status == result.Error:
		j.Error = outcome
	case k == failing:
		j.Failure = outcome
	case k != passed:
		j.Out = &junitText{outcome.Text}
	}
	return j
}

// caseRule is the rule that a case breaks, or its status where that is none.
func caseRule(c *result.Case) string {
	if w := c.Worst(); w != nil && c.Status != result.Error && c.Status != result.Untestable {
		return w.Rule
	}
	return string(c.Status)
}

// caseDetail tells everything about a case that has something to tell, in lines of plain text.
func caseDetail(words *language.Words, c *result.Case) []string {
	lines := []string{c.ID + " " + c.Title, string(c.Status)}
	if c.Message != "" {
		lines[1] += ": " + c.Message
	}
	add := func(list parts) {
		for _, p := range list {
			lines = append(lines, fmt.Sprintf("  %-10s %s", words.Label(p.name), safe.Clip(p.text, 1000)))
		}
	}
	add(caseParts(words, c).only("leak", "accepted", "sent", "file", "again"))
	for i := range c.Findings {
		f := &c.Findings[i]
		lines = append(lines, "", strings.ToUpper(string(f.Level))+" "+f.Rule+" "+f.Title)
		add(findingParts(words, f).without("why"))
		if f.Step < 0 || f.Step >= len(c.Steps) {
			continue
		}
		s := &c.Steps[f.Step]
		lines = append(lines, fmt.Sprintf("  %-10s → %s", s.Name, html.FirstLine(s.Exchange.Sent)),
			"             ← "+html.AnswerLine(words, &s.Exchange))
		for i := range s.Judgement.Verdicts {
			v := &s.Judgement.Verdicts[i]
			lines = append(lines, "               "+words.Say("check.became", "account", v.Account, "said", report.Said(v), "effect", v.Effect,
				"cause", report.Cause(words, v)))
		}
	}
	return lines
}

// junitTroubles are test cases for what is wrong with the run as a whole: an empty run must not look green.
func junitTroubles(run *result.Run) *junitSuite {
	suite := &junitSuite{Name: "chatcb.run " + run.Words().Say("check.itself")}
	for _, tr := range troubles(run) {
		c := &junitCase{Name: safe.Untrusted(tr.ID), Classname: "chatcb.run", Time: junitSeconds(0)}
		outcome := &junitOutcome{Message: safe.Untrusted(tr.Message), Type: "run", Text: xmlText([]string{tr.Message})}
		if c.Failure = outcome; tr.Tool {
			c.Failure, c.Error = nil, outcome
		}
		suite.add(c, 0)
	}
	return suite
}

func junitProperties(run *result.Run) []junitProperty {
	list := []junitProperty{
		{"target", safe.Untrusted(run.Target)},
		{"profile", safe.Untrusted(run.Depth)},
		{"seed", safe.Untrusted(fmt.Sprint(run.Seed))},
		{"exit", safe.Untrusted(fmt.Sprint(run.Exit))},
	}
	if text := run.DenialText(); text != "" {
		list = append(list, junitProperty{"denials", safe.Untrusted(text)})
	}
	if run.Cause != "" {
		list = append(list, junitProperty{"cause", safe.Untrusted(run.Cause)})
	}
	return list
}

func junitSeconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// xmlText makes lines harmless and escapes them for the content of an element.
func xmlText(lines []string) string {
	var b bytes.Buffer
	for _, line := range lines {
		_ = xml.EscapeText(&b, []byte(safe.Text(line))) // a buffer takes everything
		b.WriteByte('\n')
	}
	return b.String()
}
