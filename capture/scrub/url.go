package scrub

import (
	"net/url"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// location scrubs a path with a query.
func (s *Scrubber) location(where, location string) string {
	location, fragment, hasFragment := strings.Cut(location, "#")
	path, query, hasQuery := strings.Cut(location, "?")
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if !plainSegment(segment) || s.echoes(segment) {
			segments[i] = s.text(where+": path", segment)
		}
	}
	out := strings.Join(segments, "/")
	if hasQuery {
		out += "?" + s.query(where, query)
	}
	if hasFragment {
		out += "#" + s.text(where+": fragment", fragment)
	}
	return out
}

// plainSegment reports whether a part of a path is a word as programmers give it, and no token: letters, with at most
// three digits.
func plainSegment(segment string) bool {
	digits := 0
	for i := range len(segment) {
		c := segment[i]
		switch l := c | 0x20; {
		case c >= '0' && c <= '9':
			digits++
		case l >= 'a' && l <= 'z' || c == '-' || c == '_' || c == '.' || c == ':':
		default:
			return false
		}
	}
	return digits <= 3 && len(segment) <= 40
}

// credentialWords are parts of names whose values are never kept, not even masked.
var credentialWords = []string{
	"sign", "token", "secret", "passw", "auth", "cookie", "session", "apikey", "api-key", "api_key", "credential",
}

func isCredential(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(credentialWords, func(word string) bool { return strings.Contains(name, word) })
}

// query scrubs the parameters of a URL. Those that hold credentials go.
func (s *Scrubber) query(where, query string) string {
	var kept []string
	for part := range strings.SplitSeq(query, "&") {
		name, value, hasValue := strings.Cut(part, "=")
		plain := unescape(name)
		if isCredential(plain) {
			s.replaced(where+": "+plain, unescape(value))
			continue
		}
		scrubbed := s.param(where, plain, unescape(value))
		if !knownParam(plain) {
			name = spell(name, plain, s.name(where+": the name of a parameter", plain))
		}
		if hasValue {
			name += "=" + spell(value, unescape(value), scrubbed)
		}
		kept = append(kept, name)
	}
	return strings.Join(kept, "&")
}

func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// spell keeps the spelling of what has not changed.
func spell(spelling, raw, scrubbed string) string {
	if raw == scrubbed {
		return spelling
	}
	return strings.TrimSuffix(string(callback.Query{{Name: scrubbed}}.Append(nil)), "=")
}

// paramRules tell what values of the documented parameters stay as they are.
var paramRules = map[string]func(string) bool{
	callback.ParamSdkAppid:        digitsOnly,
	callback.ParamRequestTime:     digitsOnly,
	callback.ParamCallbackCommand: contractWord,
	callback.ParamContentType:     func(v string) bool { return len(v) <= 16 && letters(v) },
	callback.ParamOptPlatform:     func(v string) bool { return len(v) <= 10 && letters(v) },
	callback.ParamRequestID:       nil,
	callback.ParamClientIP:        nil,
}

func knownParam(name string) bool {
	for known := range paramRules {
		if strings.EqualFold(known, name) {
			return true
		}
	}
	return false
}

func (s *Scrubber) param(where, name, value string) string {
	if strings.EqualFold(name, callback.ParamClientIP) {
		return s.note(where+": "+name, value, s.Address(value))
	}
	for known, stays := range paramRules {
		if strings.EqualFold(known, name) && stays != nil && stays(value) {
			return value
		}
	}
	return s.text(where+": "+name, value)
}

func digitsOnly(value string) bool {
	return len(value) <= 20 && strings.Trim(value, "0123456789") == ""
}
