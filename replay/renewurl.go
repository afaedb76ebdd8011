package replay

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// prepareParams lists the parameters of the URL that are set: those of the target's own query, the app's id, edits, and
// a fresh Sign.
func (r *renewer) prepareParams(q *request, now time.Time) {
	r.params = append(r.params[:0], r.Target.Query...)
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
			r.done |= staleSign
		case timed:
			r.params = r.params.Set(callback.ParamRequestTime, seconds)
		}
	}
	for i := range r.Edits {
		if name, ok := strings.CutPrefix(r.Edits[i].Path, urlPrefix); ok {
			r.params = r.params.Set(name, r.Edits[i].Text)
			r.done |= renewedEdits
		}
	}
}

// target spells the request-target: the captured one, with the target's path where that has one, and the parameters
// set in their places.
func (r *renewer) target(q *request) []byte {
	path, query, found := bytes.Cut(q.head.Target, []byte{'?'})
	if r.Target.Path != "/" && string(path) != r.Target.Path {
		path = []byte(r.Target.Path)
		r.done |= renewedPath
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
			r.noteParam(r.params[i].Name)
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
		r.noteParam(r.params[i].Name)
	}
	return r.url
}

func (r *renewer) noteParam(name string) {
	switch name {
	case callback.ParamSign:
		r.done |= renewedSign
	case callback.ParamRequestTime:
		r.done |= renewedRequestTime
	case callback.ParamSdkAppid:
		r.done |= renewedAppID
	default:
		r.done |= renewedParams
	}
}

// Renewed is a set of what was renewed in a request.
type Renewed uint16

// What can be renewed.
const (
	renewedEventTime Renewed = 1 << iota
	renewedRequestTime
	renewedSign
	renewedAppID
	renewedEdits
	renewedParams
	renewedPath
	renewedHost
	renewedLength
	renewedHeaders
	staleSign // the opposite: a Sign that was kept for want of a token
)

var renewedNames = [...]string{
	"EventTime", "RequestTime", "Sign", "SdkAppid", "edits", "parameters", "path", "Host", "Content-Length", "headers",
	"Sign kept: no token",
}

// Names lists what is in the set.
func (r Renewed) Names() []string {
	var names []string
	for i, name := range renewedNames {
		if r&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// count adds one to the number of each that is in the set.
func (r Renewed) count(n *[len(renewedNames)]int) {
	for i := range n {
		if r&(1<<i) != 0 {
			n[i]++
		}
	}
}
