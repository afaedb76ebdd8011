package result

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// The JSON of a run is described by report/schema/check.json; names are only ever added. Most of it is in the tags of the
// fields; times and exchanges are written here.

// MarshalJSON writes the run.
func (r *Run) MarshalJSON() ([]byte, error) {
	type plain Run
	j := struct {
		*plain
		Started    string  `json:"started"`
		TookMS     float64 `json:"took_ms"`
		Cases      []Case  `json:"cases"`
		DeadlineMS float64 `json:"deadline_ms"`
	}{(*plain)(r), stamp(r.Started), millis(r.Took), r.Cases, millis(r.Deadline)}
	if j.Cases == nil {
		j.Cases = []Case{}
	}
	return json.Marshal(j)
}

// MarshalJSON writes a case as it stands in a run, and as a line of NDJSON has it.
func (c Case) MarshalJSON() ([]byte, error) {
	type plain Case
	return json.Marshal(struct {
		plain
		Started string  `json:"started,omitempty"`
		TookMS  float64 `json:"took_ms"`
		Steps   []Step  `json:"exchanges,omitempty"`
	}{plain(c), stamp(c.Started), millis(c.Took), c.Steps})
}

// MarshalJSON writes the finding with the index of its exchange, if it has one.
func (f Finding) MarshalJSON() ([]byte, error) {
	type plain Finding
	j := struct {
		plain
		Exchange *int `json:"exchange,omitempty"`
	}{plain: plain(f)}
	if f.Step >= 0 {
		j.Exchange = &f.Step
	}
	return json.Marshal(j)
}

// MarshalJSON writes the share.
func (s Share) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Scenario string  `json:"scenario"`
		TookMS   float64 `json:"took_ms"`
	}{s.Scenario, millis(s.Took)})
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
