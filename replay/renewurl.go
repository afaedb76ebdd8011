package replay

import (
	"bytes"
	"slices"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// prepareParams lists the parameters of the URL that are set: those of the target's own query, the app's id, edits, and
// a fresh Sign.
func (r *renewer) prepareParams(q *request, now time.Time) {
	r.params = append(r.params[:0], r.to.Query...)
	if r.AppID != "" {
		r.params = r.params.Set(callback.ParamSdkAppid, r.AppID)
	}
	seconds := strconv.FormatInt(now.Unix(), 10)
	if r.Token != "" {
		r.params = r.params.Set(callback.ParamSign, callback.Sign(r.Token, seconds))
		r.params = r.params.Set(callback.ParamRequestTime, seconds)
	} else {
		captured := callback.ParseQuery(string(q.query()))
		_, signed := captured.Get(callback.ParamSign)
		_, timed := captured.Get(callback.ParamRequestTime)
		switch {
		case signed:
			r.done.note("Sign kept: no token", "")
		case timed:
			r.params = r.params.Set(callback.ParamRequestTime, seconds)
		}
	}
	for i := range r.Edits {
		if name, ok := r.Edits[i].Param(); ok {
			r.params = r.params.Set(name, r.Edits[i].Text)
			r.done.note("edits", "")
		}
	}
}

// target spells the request-target: the captured one, with the target's path where that has one, and the parameters
// set in their places.
func (r *renewer) target(q *request) []byte {
	path, query, found := bytes.Cut(q.head.Target, []byte{'?'})
	if r.to.Path != "/" && string(path) != r.to.Path {
		path = []byte(r.to.Path)
		r.done.note("path", "")
	}
	r.url = append(r.url[:0], path...)
	if !found && len(r.params) == 0 {
		return r.url
	}
	r.url = append(r.url, '?')
	r.written = append(r.written[:0], make([]bool, len(r.params))...)
	start := len(r.url)
	for part := range bytes.SplitSeq(query, []byte{'&'}) {
		name, _, _ := bytes.Cut(part, []byte{'='})
		i := slices.IndexFunc(r.params, func(p callback.Param) bool { return p.Name == string(name) })
		if i >= 0 && r.written[i] {
			continue // a parameter that is set stands once
		}
		if len(r.url) > start {
			r.url = append(r.url, '&')
		}
		if i < 0 {
			r.url = append(r.url, part...)
			continue
		}
		r.written[i] = true
		at := len(r.url)
		r.url = r.params[i : i+1].Append(r.url)
		if !bytes.Equal(r.url[at:], part) {
			r.done.note(r.params[i].Name, "parameters")
		}
	}
	for i := range r.params {
		if r.written[i] {
			continue
		}
		if len(r.url) > start {
			r.url = append(r.url, '&')
		}
		r.url = r.params[i : i+1].Append(r.url)
		r.done.note(r.params[i].Name, "parameters")
	}
	return r.url
}
