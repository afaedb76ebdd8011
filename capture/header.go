package capture

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// Format is what the first member of a capture's header says, and Version the newest version that this package reads,
// and the one that it writes.
const (
	Format  = "chatcb-capture"
	Version = 1
)

// Header is the first line of a capture. Only its format and version are required.
type Header struct {
	Version int               // 0 means that the file has no header; the writer writes Version
	Created time.Time         // when the file was begun; zero if unknown
	Tool    string            // what wrote it, such as "chatcb 1.2.0"
	Extra   []callback.Member // other members, kept as they came
}

// Get returns the value, as JSON text, of the first extra member of this name.
func (h *Header) Get(name string) (value string, ok bool) {
	return (&Record{Extra: h.Extra}).Get(name)
}

// Set replaces the extra member of this name, or adds one. Value is JSON text.
func (h *Header) Set(name, value string) {
	r := Record{Extra: h.Extra}
	r.Set(name, value)
	h.Extra = r.Extra
}

// Append appends the header as a line, with its line feed.
func (h *Header) Append(dst []byte) []byte {
	dst = append(dst, `{"format":"`+Format+`","version":`...)
	dst = strconv.AppendInt(dst, Version, 10)
	if !h.Created.IsZero() {
		dst = append(dst, `,"created":"`...)
		dst = append(h.Created.UTC().AppendFormat(dst, time.RFC3339Nano), '"')
	}
	if h.Tool != "" {
		dst = rawjson.AppendString(append(dst, `,"tool":`...), h.Tool)
	}
	return append(appendExtra(dst, h.Extra), "}\n"...)
}

// parseHeader reads a header. It reports false for a line that is none: not an object with a member "format".
func parseHeader(line []byte) (h Header, ok bool, err error) {
	var own map[string]any // by the very names, which those of an exchange may resemble
	_ = json.Unmarshal(line, &own)
	format, _ := own["format"].(string)
	version, _ := own["version"].(float64)
	switch {
	case format == "":
		return h, false, nil
	case format != Format:
		return h, true, fmt.Errorf("the format is %q, not %s", format, Format)
	case version < 1 || version != math.Trunc(version):
		return h, true, fmt.Errorf("the header has no version that is a whole number from 1")
	case version > Version:
		return h, true, fmt.Errorf("the capture has version %v: this program reads up to %d", version, Version)
	}
	h.Version = int(version)
	h.Tool, _ = own["tool"].(string)
	created, _ := own["created"].(string)
	h.Created, _ = time.Parse(time.RFC3339Nano, created) // zero where that is no time
	s := rawjson.New(line)
	s.Open()
	for n := 0; s.NextMember(n); n++ {
		name := string(rawjson.Unescape(nil, s.Key()))
		if value, _ := s.Value(); !slices.Contains([]string{"format", "version", "created", "tool"}, name) {
			h.Extra = append(h.Extra, callback.Member{Name: name, Value: string(value)})
		}
	}
	return h, true, nil
}
