package result

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/outcome"
)

// jsonRun and its kin are the JSON of a run. The schema is report/schema/check.json; names are only ever added.
type jsonRun struct {
	Version      int            `json:"version"`
	Target       string         `json:"target"`
	Profile      string         `json:"profile"`
	Seed         uint64         `json:"seed"`
	Requirements string         `json:"requirements,omitempty"`
	Started      string         `json:"started"`
	TookMS       float64        `json:"took_ms"`
	DeadlineMS   float64        `json:"deadline_ms"`
	Cause        string         `json:"cause,omitempty"`
	Interrupted  bool           `json:"interrupted,omitempty"`
	Cases        []Case         `json:"cases"`
	Baseline     []jsonAccepted `json:"baseline,omitempty"`
	Slowest      []jsonShare    `json:"slowest,omitempty"`
	Summary      jsonCounts     `json:"summary"`
	Exit         outcome.Status `json:"exit"`
}

type jsonCounts struct {
	Cases     int            `json:"cases"`
	Status    map[Status]int `json:"status"`
	Failing   int            `json:"failing"`
	Accepted  int            `json:"accepted"`
	Leaks     int            `json:"leaks"`
	Exchanges int            `json:"exchanges"`
}

type jsonShare struct {
	Scenario string  `json:"scenario"`
	TookMS   float64 `json:"took_ms"`
}

type jsonCase struct {
	ID       string         `json:"id"`
	Scenario string         `json:"scenario"`
	Title    string         `json:"title"`
	Tags     []string       `json:"tags,omitempty"`
	Severity string         `json:"severity"`
	Level    string         `json:"level"`
	Sentence string         `json:"sentence"`
	Source   string         `json:"source"`
	Sent     string         `json:"sent,omitempty"`
	Expected string         `json:"expected,omitempty"`
	Why      string         `json:"why,omitempty"`
	Fix      string         `json:"fix,omitempty"`
	File     string         `json:"file,omitempty"`
	Status   Status         `json:"status"`
	Fails    bool           `json:"fails"`
	Message  string         `json:"message,omitempty"`
	Findings []jsonFinding  `json:"findings,omitempty"`
	Leaks    []string       `json:"leaks,omitempty"`
	Started  string         `json:"started,omitempty"`
	TookMS   float64        `json:"took_ms"`
	Steps    []Step         `json:"exchanges,omitempty"`
	LeftOut  int            `json:"exchanges_left_out,omitempty"`
	Repeat   string         `json:"repeat,omitempty"`
	Accepted []jsonAccepted `json:"accepted,omitempty"`
	Later    bool           `json:"later,omitempty"`
}

type jsonFinding struct {
	Rule     string `json:"rule"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	Level    string `json:"level"`
	Fails    bool   `json:"fails"`
	Account  string `json:"account"`
	Expected string `json:"expected"`
	Received string `json:"received"`
	Message  string `json:"message"`
	Sentence string `json:"sentence,omitempty"`
	Source   string `json:"source,omitempty"`
	Why      string `json:"why,omitempty"`
	Fix      string `json:"fix,omitempty"`
	Exchange *int   `json:"exchange,omitempty"` // index into exchanges
}

type jsonAccepted struct {
	Case       string `json:"case"`
	Rule       string `json:"rule"`
	Reason     string `json:"reason"`
	Owner      string `json:"owner"`
	Expires    string `json:"expires"`
	AcceptRisk string `json:"accept_risk,omitempty"`
	Problem    string `json:"problem,omitempty"`
}

// MarshalJSON writes the run as report/schema/check.json describes it.
func (r *Run) MarshalJSON() ([]byte, error) {
	j := jsonRun{
		Version: r.Version, Target: r.Target, Profile: r.Profile, Seed: r.Seed, Requirements: r.Requirements,
		Started: stamp(r.Started), TookMS: millis(r.Took), DeadlineMS: millis(r.Deadline), Cause: r.Cause,
		Interrupted: r.Interrupted, Cases: r.Cases, Summary: jsonCounts(r.Counts), Exit: r.Exit,
	}
	if j.Cases == nil {
		j.Cases = []Case{}
	}
	for _, a := range r.Baseline {
		j.Baseline = append(j.Baseline, jsonAccepted(a))
	}
	for _, s := range r.Slowest {
		j.Slowest = append(j.Slowest, jsonShare{s.Scenario, millis(s.Took)})
	}
	return json.Marshal(j)
}

// MarshalJSON writes a case as it stands in a run, and as a line of NDJSON has it.
func (c Case) MarshalJSON() ([]byte, error) {
	j := jsonCase{
		ID: c.ID, Scenario: c.Scenario, Title: c.Title, Tags: c.Tags, Severity: string(c.Severity), Level: string(c.Level),
		Sentence: c.Sentence, Source: string(c.Source), Sent: c.Sent, Expected: c.Expected, Why: c.Why, Fix: c.Fix,
		File: c.File, Status: c.Status, Fails: c.Fails, Message: c.Message, Leaks: c.Leaks, Started: stamp(c.Started),
		TookMS: millis(c.Took), Steps: c.Steps, LeftOut: c.LeftOut, Repeat: c.Repeat,
		Later: c.Later,
	}
	for _, a := range c.Accepted {
		j.Accepted = append(j.Accepted, jsonAccepted(a))
	}
	for i := range c.Findings {
		j.Findings = append(j.Findings, c.Findings[i].json())
	}
	return json.Marshal(j)
}

func (f *Finding) json() jsonFinding {
	j := jsonFinding{
		Rule: f.Rule, Title: f.Title, Severity: string(f.Severity), Level: string(f.Level), Fails: f.Fails,
		Account: f.Account, Expected: f.Expected, Received: f.Received, Message: f.Message, Sentence: f.Sentence,
		Source: string(f.Source), Why: f.Why, Fix: f.Fix,
	}
	if f.Step >= 0 {
		j.Exchange = &f.Step
	}
	return j
}

// MarshalJSON writes the exchange as every command does, with its name and role before it.
func (s Step) MarshalJSON() ([]byte, error) {
	name, _ := json.Marshal(s.Name)
	role, _ := json.Marshal(s.Role)
	b := append(append(append(append([]byte(`{"name":`), name...), `,"role":`...), role...), ',')
	b = append(s.Exchange.AppendMembers(b), ',')
	b = s.Judgement.AppendMembers(b)
	for _, cut := range []struct {
		name  string
		bytes int
	}{{"request_cut_bytes", s.CutSent}, {"response_cut_bytes", s.CutReceived}} {
		if cut.bytes > 0 {
			b = append(append(b, `,"`+cut.name+`":`...), strconv.Itoa(cut.bytes)...)
		}
	}
	return append(b, '}'), nil
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// millis is d in milliseconds, to the microsecond.
func millis(d time.Duration) float64 { return math.Round(float64(d)/1e3) / 1e3 }
