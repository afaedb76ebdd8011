package convert

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/capture"
)

func (a *curlArgs) record(location string, seq uint64, lost *Lost) (*capture.Record, error) {
	if !strings.Contains(location, "://") {
		location = "http://" + location
	}
	u, err := url.Parse(location)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%.200q is no URL of http or https", location)
	}
	m := message{start: [3]string{a.verb(), u.RequestURI(), "HTTP/1.1"}}
	data := strings.Join(a.data, "&")
	if a.get && data != "" {
		join := "?"
		if u.RawQuery != "" {
			join = "&"
		}
		m.start[1] += join + data
		data = ""
	}
	m.body = []byte(data)
	a.fields(&m, u)
	lost.Add(seq, "what curl adds by itself: User-Agent and Accept")
	rec := new(capture.Record)
	x := &rec.Exchange
	x.Seq, x.Sent, x.Target = seq, m.append(nil), targetOf(location)
	return rec, nil
}

func (a *curlArgs) verb() string {
	switch {
	case a.method != "":
		return a.method
	case a.head:
		return "HEAD"
	case a.hasData && !a.get:
		return "POST"
	}
	return "GET"
}

// fields builds the headers in curl's order: Host, its own, then those of the command line.
func (a *curlArgs) fields(m *message, u *url.URL) {
	m.set("Host", u.Host)
	if a.user != "" {
		m.set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(a.user)))
	}
	for _, own := range [][2]string{{"User-Agent", a.agent}, {"Referer", a.referer}, {"Cookie", a.cookie}} {
		if own[1] != "" {
			m.set(own[0], own[1])
		}
	}
	removed := map[string]bool{}
	given := message{}
	for _, h := range a.headers {
		name, value, ok := strings.Cut(h, ":")
		switch {
		case !ok && strings.HasSuffix(h, ";"): // "Name;" is a header without a value
			given.add(strings.TrimSuffix(h, ";"), "")
		case strings.TrimSpace(value) == "": // "Name:" takes it away
			removed[strings.ToLower(name)] = true
			m.del(name)
		case strings.EqualFold(name, "Host"):
			m.set("Host", strings.TrimSpace(value))
		default:
			m.del(name)
			given.add(name, strings.TrimSpace(value))
		}
	}
	add := func(name, value string) {
		if _, ok := given.get(name); !ok && !removed[strings.ToLower(name)] {
			given.add(name, value)
		}
	}
	if a.json {
		add("Content-Type", "application/json")
		add("Accept", "application/json")
	}
	if a.hasData && !a.get {
		if !given.chunked() {
			add("Content-Length", strconv.Itoa(len(m.body)))
		}
		add("Content-Type", "application/x-www-form-urlencoded")
	}
	m.fields = append(m.fields, given.fields...)
}
