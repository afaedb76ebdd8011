package scrub

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
)

// MinKey is how long a key must be, in bytes.
const MinKey = 16

// New returns a scrubber with a key of at least MinKey bytes. Anyone who has the key can find out whether a pseudonym is
// that of a user they know of, so it is a secret.
func New(key []byte) (*Scrubber, error) {
	if len(key) < MinKey {
		return nil, fmt.Errorf("the key has %d bytes: at least %d are needed, as from: head -c 32 /dev/urandom | base64", len(key), MinKey)
	}
	return &Scrubber{key: key}, nil
}

// Keyless returns a scrubber that can only check, and takes everything for a pseudonym that looks like one.
func Keyless() *Scrubber { return &Scrubber{} }

// form is how pseudonyms of one kind are made: a prefix, characters that stand for the raw text (five bits each of an HMAC
// of it), and characters that prove that those were made with the key (of an HMAC of them). So a text that only looks
// like a pseudonym is told from one.
type form struct {
	purpose, prefix string
	id, proof       int // characters
}

var (
	accountForm = form{"id", "u_", 16, 8}
	nameForm    = form{"name", "m_", 8, 4} // of members and parameters that are not known
)

func (f *form) len() int { return len(f.prefix) + f.id + f.proof }

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// digest is the HMAC-SHA256 of text for one purpose, in base32.
func (s *Scrubber) digest(purpose, text string, chars int) string {
	return base32Lower.EncodeToString(s.hmac(purpose, text))[:chars]
}

func (s *Scrubber) hmac(purpose, text string) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte(purpose))
	h.Write([]byte{0})
	h.Write([]byte(text))
	return h.Sum(nil)
}

// Fingerprint tells keys apart without telling them.
func (s *Scrubber) Fingerprint() string { return hex.EncodeToString(s.hmac("fingerprint", ""))[:12] }

func (s *Scrubber) pseudonym(f *form, raw string) string {
	id := s.digest(f.purpose, raw, f.id)
	return f.prefix + id + s.digest(f.purpose+" proof", id, f.proof)
}

// isPseudonym reports whether text begins with what pseudonym returns: proven with the key, by its shape without.
func (s *Scrubber) isPseudonym(f *form, text string) bool {
	if len(text) < f.len() || text[:len(f.prefix)] != f.prefix {
		return false
	}
	chars := text[len(f.prefix):f.len()]
	if strings.Trim(chars, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return false
	}
	return s.key == nil || hmac.Equal([]byte(s.digest(f.purpose+" proof", chars[:f.id], f.proof)), []byte(chars[f.id:]))
}

// Account returns the pseudonym of a user id. The empty id stays, and one that is too long or not ASCII stays so: its
// pseudonym has a masked tail.
func (s *Scrubber) Account(id string) string {
	n := accountForm.len()
	if id == "" || s.isPseudonym(&accountForm, id) && Mask(id[n:]) == id[n:] {
		return id
	}
	pseudonym, masked := s.pseudonym(&accountForm, id), Mask(id)
	if len(masked) > callback.MaxAccountBytes {
		for !utf8.RuneStart(masked[n]) {
			n--
		}
		return pseudonym + masked[n:]
	}
	if i := strings.IndexFunc(masked, func(r rune) bool { return r < 0x20 || r > 0x7e }); i >= 0 {
		return pseudonym + masked[i:]
	}
	return pseudonym
}

// name returns the pseudonym of the name of a member or a parameter: other than masks, those of two names differ.
func (s *Scrubber) name(where, name string) string {
	if name == "" || s.isPseudonym(&nameForm, name) && len(name) == nameForm.len() {
		return name
	}
	return s.note(where, name, s.pseudonym(&nameForm, name))
}

// The addresses that stand for those of clients: networks that no client has (RFC 2544, RFC 3849).
var (
	maskedIPv4 = netip.MustParsePrefix("198.18.0.0/15")
	maskedIPv6 = netip.MustParsePrefix("2001:db8::/32")
)

// Address returns the address that stands for a client's, the same one each time, among some 131,000 for IPv4. What is no
// address is masked as a text.
func (s *Scrubber) Address(text string) string {
	ip, err := netip.ParseAddr(text)
	if err != nil || ip.Zone() != "" {
		return Mask(text)
	}
	if maskedIPv4.Contains(ip) || maskedIPv6.Contains(ip) {
		return text
	}
	sum := s.hmac("address", ip.Unmap().String())
	if ip.Unmap().Is4() {
		return netip.AddrFrom4([4]byte{198, 18 | sum[0]&1, sum[1], sum[2]}).String()
	}
	b := maskedIPv6.Addr().As16()
	copy(b[4:], sum)
	return netip.AddrFrom16(b).String()
}
