package curl

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

func (a *command) record(location string, seq uint64, lost *format.Lost) (*capture.Record, error) {
	if !strings.Contains(location, "://") {
		location = "http://" + location
	}
	u, err := url.Parse(location)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%.200q is no URL of http or https", location)
	}
	if u.User != nil {
		if a.user == "" {
			password, _ := u.User.Password()
			a.user = u.User.Username() + ":" + password
		}
		scheme, rest, _ := strings.Cut(location, "://")
		_, rest, _ = strings.Cut(rest, "@")
		location = scheme + "://" + rest
	}
	m := format.Message{Start: [3]string{a.verb(), u.RequestURI(), "HTTP/1.1"}}
	data := strings.Join(a.data, "&")
	if a.get && data != "" {
		join := "?"
		if u.RawQuery != "" {
			join = "&"
		}
		m.Start[1] += join + data
		data = ""
	}
	m.Body = []byte(data)
	a.fields(&m, u)
	lost.Add(seq, "what curl adds by itself: User-Agent and Accept")
	rec := new(capture.Record)
	x := &rec.Exchange
	x.Seq, x.Sent, x.Target = seq, m.Append(nil), format.TargetOf(location)
	return rec, nil
}

func (a *command) verb() string {
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
func (a *command) fields(m *format.Message, u *url.URL) {
	m.Set("Host", u.Host)
	if a.user != "" {
		m.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(a.user)))
	}
	for _, own := range [][2]string{{"User-Agent", a.agent}, {"Referer", a.referer}, {"Cookie", a.cookie}} {
		if own[1] != "" {
			m.Set(own[0], own[1])
		}
	}
	removed := map[string]bool{}
	given := format.Message{}
	for _, h := range a.headers {
		name, value, ok := strings.Cut(h, ":")
		switch {
		case !ok && strings.HasSuffix(h, ";"): // "Name;" is a header without a value
			given.Add(strings.TrimSuffix(h, ";"), "")
		case strings.TrimSpace(value) == "": // "Name:" takes it away
			removed[strings.ToLower(name)] = true
			m.Del(name)
		case strings.EqualFold(name, "Host"):
			m.Set("Host", strings.TrimSpace(value))
		default:
			m.Del(name)
			given.Add(name, strings.TrimSpace(value))
		}
	}
	add := func(name, value string) {
		if _, ok := given.Get(name); !ok && !removed[strings.ToLower(name)] {
			given.Add(name, value)
		}
	}
	if a.json {
		add("Content-Type", "application/json")
		add("Accept", "application/json")
	}
	if a.hasData && !a.get {
		if !given.Chunked() {
			add("Content-Length", strconv.Itoa(len(m.Body)))
		}
		add("Content-Type", "application/x-www-form-urlencoded")
	}
	m.Fields = append(m.Fields, given.Fields...)
}
