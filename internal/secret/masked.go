package secret

import "strings"

// URL is the value of a flag that names a server. It is printed without the user and the password in it.
type URL struct{ text string }

// URLOf is the value of a flag that names this server.
func URLOf(text string) URL { return URL{text} }

// Reveal is the URL as it was given.
func (u *URL) Reveal() string { return u.text }

// Empty reports whether there is none.
func (u *URL) Empty() bool { return u.text == "" }

// String is the URL without user and password.
func (u *URL) String() string {
	scheme, rest, ok := strings.Cut(u.text, "://")
	if ok {
		scheme += "://"
	} else {
		scheme, rest = "", u.text
	}
	authority := rest
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority = rest[:i]
	}
	at := strings.LastIndexByte(authority, '@')
	return scheme + rest[at+1:]
}

// Set takes the value of the flag.
func (u *URL) Set(text string) error {
	u.text = text
	return nil
}

// Type is what help shows as the kind of value.
func (u *URL) Type() string { return "string" }

// Headers are the values of --header. Those of credentials are not printed.
type Headers struct {
	lines []string
	given bool // the default is gone
}

// Lines are the header lines as they were given.
func (h *Headers) Lines() []string { return h.lines }

// GetSlice are the lines as they may be shown.
func (h *Headers) GetSlice() []string {
	shown := make([]string, len(h.lines))
	for i, line := range h.lines {
		shown[i] = maskHeader(line)
	}
	return shown
}

func (h *Headers) String() string { return "[" + strings.Join(h.GetSlice(), ",") + "]" }

// Set takes one line.
func (h *Headers) Set(line string) error {
	if !h.given {
		h.lines, h.given = nil, true
	}
	return h.Append(line)
}

// Append adds a line.
func (h *Headers) Append(line string) error {
	h.lines = append(h.lines, line)
	return nil
}

// Replace takes these lines and no other.
func (h *Headers) Replace(lines []string) error {
	h.lines = lines
	return nil
}

// Type is what help shows as the kind of value.
func (h *Headers) Type() string { return "stringArray" }

// credentialWords are in the names of headers whose values are secrets.
var credentialWords = []string{
	"authorization", "cookie", "token", "secret", "password", "apikey", "api-key", "-key", "signature",
	"session",
}

// maskHeader hides the value of a header that is a credential.
func maskHeader(line string) string {
	name, value, ok := strings.Cut(line, ":")
	if !ok || strings.TrimSpace(value) == "" {
		return line
	}
	for _, word := range credentialWords {
		if strings.Contains(strings.ToLower(name), word) {
			return name + ": " + Mask
		}
	}
	return line
}
