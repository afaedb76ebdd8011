package exchange

import (
	"bytes"

	"github.com/chatcb/chatcb/internal/http1"
)

var credentialHeaders = [...]string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"}

var colon = []byte{':'}

// Mask stands for a value that must not be shown.
const Mask = "[masked]"

// MaskHead returns the header block with the values of credential headers masked, continuation lines included; it is
// head itself when there are none.
func MaskHead(head []byte) []byte {
	var out []byte
	start, masking := 0, false
	for line := range bytes.Lines(head) {
		folded := masking && (line[0] == ' ' || line[0] == '\t')
		name := credentialName(line)
		switch masking = folded || name != nil; {
		case !masking && out != nil:
			out = append(out, line...)
		case name != nil && !folded:
			if out == nil {
				out = append(make([]byte, 0, len(head)+len(Mask)), head[:start]...)
			}
			out = append(append(out, name...), ": "+Mask+"\r\n"...)
		}
		start += len(line)
	}
	if out == nil {
		return head
	}
	return out
}

// credentialName is the name in a line of a credential header, else nil.
func credentialName(line []byte) []byte {
	if len(line) < len("Cookie:") {
		return nil
	}
	switch line[0] | 0x20 { // most lines are told by their first byte
	case 'a', 'p', 'c', 's', ' ', '\t':
	default:
		return nil
	}
	name, _, ok := bytes.Cut(line, colon)
	if !ok {
		return nil
	}
	for _, h := range credentialHeaders {
		if http1.EqualFold(http1.TrimBlanks(name), h) {
			return name
		}
	}
	return nil
}
