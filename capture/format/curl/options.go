package curl

import (
	"errors"
	"net/url"
	"strings"
)

var errFile = errors.New("the value is read from a file (@), and files are not opened here: put its content into the command")

// knownOptions are the options of curl that are understood, by their long names.
var knownOptions = map[string]option{
	"--request":        {true, func(a *command, v string) error { a.method = v; return nil }},
	"--url":            {true, func(a *command, v string) error { a.urls = append(a.urls, v); return nil }},
	"--header":         {true, addHeader},
	"--data":           {true, addData},
	"--data-ascii":     {true, addData},
	"--data-binary":    {true, addData},
	"--data-raw":       {true, func(a *command, v string) error { return a.addData(v) }},
	"--data-urlencode": {true, addEncoded},
	"--json":           {true, func(a *command, v string) error { a.json = true; return addJSON(a, v) }},
	"--get":            {false, func(a *command, _ string) error { a.get = true; return nil }},
	"--head":           {false, func(a *command, _ string) error { a.head = true; return nil }},
	"--user":           {true, func(a *command, v string) error { a.user = v; return nil }},
	"--user-agent":     {true, func(a *command, v string) error { a.agent = v; return nil }},
	"--referer":        {true, func(a *command, v string) error { a.referer = v; return nil }},
	"--globoff":        {false, func(a *command, _ string) error { a.literal = true; return nil }},
	"--cookie":         {true, setCookie},
	"--compressed":     {false, func(a *command, _ string) error { return addHeader(a, "Accept-Encoding: deflate, gzip") }},
	"--form":           {true, refused},
	"--form-string":    {true, refused},
	"--upload-file":    {true, refused},
	"--config":         {true, refused},

	// What follows says how to deliver, or what to print, and nothing about the request.
	"--silent": {}, "--show-error": {}, "--verbose": {}, "--include": {}, "--insecure": {}, "--fail": {},
	"--location": {}, "--http1.1": {}, "--path-as-is": {}, "--no-buffer": {}, "--fail-with-body": {}, "--no-progress-meter": {},
	"--ipv4": {}, "--ipv6": {}, "--progress-bar": {}, "--remote-name": {}, "--parallel": {}, "--no-keepalive": {},
	"--tlsv1.2": {}, "--tlsv1.3": {}, "--next": {false, refused}, "--http2": {}, "--http1.0": {false, refused},
	"--output": {true, nil}, "--write-out": {true, nil}, "--max-time": {true, nil}, "--connect-timeout": {true, nil},
	"--retry": {true, nil}, "--cacert": {true, nil}, "--cert": {true, nil}, "--key": {true, nil}, "--proxy": {true, nil},
	"--resolve": {true, nil}, "--interface": {true, nil}, "--dump-header": {true, nil}, "--unix-socket": {true, nil},
	"--cookie-jar": {true, nil}, "--expect100-timeout": {true, nil}, "--connect-to": {true, nil}, "--ciphers": {true, nil},
}

// shortOptions are the letters of options.
var shortOptions = map[byte]string{
	'X': "--request", 'H': "--header", 'd': "--data", 'G': "--get", 'I': "--head", 'u': "--user", 'A': "--user-agent",
	'e': "--referer", 'b': "--cookie", 'F': "--form", 'T': "--upload-file", 'K': "--config", 's': "--silent",
	'S': "--show-error", 'v': "--verbose", 'i': "--include", 'k': "--insecure", 'f': "--fail", 'g': "--globoff",
	'L': "--location", 'N': "--no-buffer", '4': "--ipv4", '6': "--ipv6", '#': "--progress-bar", 'O': "--remote-name",
	'Z': "--parallel", 'o': "--output", 'w': "--write-out", 'm': "--max-time", 'x': "--proxy", 'D': "--dump-header",
	'c': "--cookie-jar", 'E': "--cert", '0': "--http1.0",
}

func refused(*command, string) error {
	return errors.New("the option is not supported here: write the request with --data-raw and --header")
}

func addHeader(a *command, v string) error {
	if strings.HasPrefix(v, "@") {
		return errFile
	}
	if strings.ContainsAny(v, "\r\n") {
		return errors.New("a header with line ends")
	}
	a.headers = append(a.headers, v)
	return nil
}

func (a *command) addData(v string) error {
	a.data, a.hasData = append(a.data, v), true
	return nil
}

func addData(a *command, v string) error {
	if strings.HasPrefix(v, "@") {
		return errFile
	}
	return a.addData(v)
}

// addJSON joins the values of --json, which --data would join with an ampersand.
func addJSON(a *command, v string) error {
	if strings.HasPrefix(v, "@") {
		return errFile
	}
	if n := len(a.data); n > 0 {
		a.data[n-1] += v
		return nil
	}
	return a.addData(v)
}

func addEncoded(a *command, v string) error {
	name, value, named := strings.Cut(v, "=")
	if strings.ContainsRune(name, '@') {
		return errFile
	}
	if !named {
		return a.addData(url.QueryEscape(v))
	}
	if name != "" {
		name += "="
	}
	return a.addData(name + url.QueryEscape(value))
}

func setCookie(a *command, v string) error {
	if !strings.Contains(v, "=") {
		return errFile
	}
	a.cookie = v
	return nil
}
