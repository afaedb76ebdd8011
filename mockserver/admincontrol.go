package mockserver

import (
	"net/http"
	"slices"
	"time"

	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// Admin returns a handler that shows and steers the server. Mount it on a listener of its own, on loopback.
func (s *Server) Admin(config live.AdminConfig) (http.Handler, error) {
	a := steering{s}
	config.More = map[string]live.Endpoint{
		"GET /api/policy":           a.policyNow,
		"POST /api/policy/reload":   a.policyReload,
		"GET /api/lists/{name}":     a.list,
		"PATCH /api/lists/{name}":   a.listEdit,
		"GET /api/faults":           a.faultsNow,
		"PUT /api/faults":           a.faultsSet,
		"GET /api/faults/catalogue": faultCatalogue,
	}
	return s.Log.Admin(config)
}

// steering is what the admin API can do with a server.
type steering struct{ *Server }

// policyNow describes the policies that decide.
func (a steering) policyNow(w http.ResponseWriter, _ *http.Request) error {
	type described struct {
		Name    string         `json:"name"`
		Digest  string         `json:"digest"`
		Rules   []string       `json:"rules"`
		Lists   map[string]int `json:"lists"`
		Dropped int            `json:"dropped"` // keys that rate and seen forgot early
	}
	of := func(p *policy.Policy) *described {
		if p == nil {
			return nil
		}
		return &described{p.Name, p.Digest, append([]string{}, slices.Collect(p.Rules())...), p.Lists(), p.Dropped()}
	}
	return live.Reply(w, map[string]*described{"policy": of(a.Policy()), "shadow": of(a.Shadow())})
}

// policyReload loads the policy files again. A file that is broken changes nothing, and the answer says what is wrong.
func (a steering) policyReload(w http.ResponseWriter, r *http.Request) error {
	if !a.Policy().OnDisk() && !a.Shadow().OnDisk() {
		return live.Problem(http.StatusConflict, "the server has no policy file")
	}
	if err := a.ReloadPolicies(); err != nil {
		return live.Problem(http.StatusUnprocessableEntity, "the old policy stays: %v", err)
	}
	return a.policyNow(w, r)
}

func (a steering) list(w http.ResponseWriter, r *http.Request) error {
	entries, err := a.Policy().List(r.PathValue("name"))
	if err != nil {
		return live.Problem(http.StatusNotFound, "%v", err)
	}
	if redact := a.config.RedactEntry; redact != nil {
		for i, entry := range entries {
			entries[i] = redact(entry)
		}
	}
	return live.Reply(w, map[string][]string{"entries": append([]string{}, entries...)})
}

// listEdit adds entries to a list of the policy and takes others out, until the policy is loaded again.
func (a steering) listEdit(w http.ResponseWriter, r *http.Request) error {
	var edit struct {
		Add    []string `json:"add"`
		Remove []string `json:"remove"`
	}
	if err := live.ReadBody(r, &edit); err != nil {
		return err
	}
	if err := a.Policy().EditList(r.PathValue("name"), edit.Add, edit.Remove); err != nil {
		return live.Problem(http.StatusNotFound, "%v", err)
	}
	return a.list(w, r)
}

// faultsNow tells which script runs.
func (a steering) faultsNow(w http.ResponseWriter, _ *http.Request) error {
	script, since := a.Faults()
	return live.Reply(w, struct {
		Script string    `json:"script"`
		Seed   uint64    `json:"seed"`
		Since  time.Time `json:"since"`
	}{script.Text, script.Seed, since})
}

// faultsSet starts a script; an empty one ends misbehaving.
func (a steering) faultsSet(w http.ResponseWriter, r *http.Request) error {
	var wanted struct {
		Script string `json:"script"`
	}
	if err := live.ReadBody(r, &wanted); err != nil {
		return err
	}
	script, err := fault.Parse(wanted.Script, a.config.Scripts)
	if err != nil {
		return live.Problem(http.StatusUnprocessableEntity, "%v", err)
	}
	a.SetFaults(script)
	return a.faultsNow(w, r)
}

// faultCatalogue lists the faults that there are.
func faultCatalogue(w http.ResponseWriter, _ *http.Request) error {
	type described struct {
		ID    string   `json:"id"`
		Group string   `json:"group"`
		Title string   `json:"title"`
		Takes string   `json:"takes,omitempty"`
		Fires []string `json:"fires"`
	}
	list := []described{}
	for f := range fault.All() {
		list = append(list, described{f.ID, f.Group, f.Title, f.Takes, append([]string{}, f.Fires...)})
	}
	return live.Reply(w, list)
}
