package mockserver

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// policyNow describes the policies that decide.
func (a *admin) policyNow(w http.ResponseWriter, _ *http.Request) {
	type described struct {
		Name    string         `json:"name"`
		Digest  string         `json:"digest"`
		Rules   []string       `json:"rules"`
		Lists   map[string]int `json:"lists"`
		Dropped int            `json:"dropped"` // keys that rate and seen forgot early
	}
	var live, shadow *described
	if p := a.server.Policy(); p != nil {
		live = &described{p.Name, p.Digest, append([]string{}, slices.Collect(p.Rules())...), p.Lists(), p.Dropped()}
	}
	if p := a.server.Shadow(); p != nil {
		shadow = &described{p.Name, p.Digest, append([]string{}, slices.Collect(p.Rules())...), p.Lists(), p.Dropped()}
	}
	reply(w, map[string]*described{"policy": live, "shadow": shadow})
}

// policyReload loads the policy files again. A file that is broken changes nothing, and the answer says what is wrong.
func (a *admin) policyReload(w http.ResponseWriter, r *http.Request) {
	if a.config.ReloadPolicy == nil {
		problem(w, http.StatusConflict, "the server has no policy file")
		return
	}
	if err := a.config.ReloadPolicy(); err != nil {
		problem(w, http.StatusUnprocessableEntity, "the old policy stays: %v", err)
		return
	}
	a.policyNow(w, r)
}

func (a *admin) list(w http.ResponseWriter, r *http.Request) {
	entries, err := a.server.Policy().List(r.PathValue("name"))
	if err != nil {
		problem(w, http.StatusNotFound, "%v", err)
		return
	}
	if redact := a.server.config.RedactEntry; redact != nil {
		for i, entry := range entries {
			entries[i] = redact(entry)
		}
	}
	reply(w, map[string][]string{"entries": append([]string{}, entries...)})
}

// listEdit adds entries to a list of the policy and takes others out, until the policy is loaded again.
func (a *admin) listEdit(w http.ResponseWriter, r *http.Request) {
	var edit struct {
		Add    []string `json:"add"`
		Remove []string `json:"remove"`
	}
	if !body(w, r, &edit) {
		return
	}
	if err := a.server.Policy().EditList(r.PathValue("name"), edit.Add, edit.Remove); err != nil {
		problem(w, http.StatusNotFound, "%v", err)
		return
	}
	a.list(w, r)
}

// faultsNow tells which script runs.
func (a *admin) faultsNow(w http.ResponseWriter, _ *http.Request) {
	script, since := a.server.Faults()
	reply(w, struct {
		Script string    `json:"script"`
		Seed   uint64    `json:"seed"`
		Since  time.Time `json:"since"`
	}{script.Text, script.Seed, since})
}

// faultsSet starts a script; an empty one ends misbehaving.
func (a *admin) faultsSet(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		Script string `json:"script"`
	}
	if !body(w, r, &wanted) {
		return
	}
	script, err := ParseScript(wanted.Script, a.config.Scripts)
	if err != nil {
		problem(w, http.StatusUnprocessableEntity, "%v", err)
		return
	}
	a.server.SetFaults(script)
	a.faultsNow(w, r)
}

// faultCatalogue lists the faults that there are.
func (a *admin) faultCatalogue(w http.ResponseWriter, _ *http.Request) {
	type described struct {
		ID    string   `json:"id"`
		Group string   `json:"group"`
		Title string   `json:"title"`
		Takes string   `json:"takes,omitempty"`
		Fires []string `json:"fires"`
	}
	list := []described{}
	for f := range Faults() {
		list = append(list, described{f.ID, f.Group, f.Title, f.Takes, append([]string{}, f.Fires...)})
	}
	reply(w, list)
}

// body reads the JSON body of a request, strictly, or answers what is wrong with it.
func body(w http.ResponseWriter, r *http.Request, v any) bool {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
		problem(w, http.StatusUnsupportedMediaType, "wanted Content-Type: application/json")
		return false
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil && d.More() {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		problem(w, http.StatusBadRequest, "wanted one JSON object: %v", err)
		return false
	}
	return true
}
