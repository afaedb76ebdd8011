package traffic

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
)

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// longest is the longest of the texts.
func longest(texts []string) string {
	return slices.MaxFunc(texts, func(a, b string) int { return len(a) - len(b) })
}

// The texts of every language are UTF-8, have only gaps that are filled, and fit whole into their fields but for groups.
func TestLanguages(t *testing.T) {
	sum := 0.0
	for _, l := range languages() {
		sum += l.Share
		if len(l.Names) != len(l.Logins) || len(l.Names) < 8 {
			t.Errorf("%s: got %d names and %d logins, want as many, at least 8", l.Code, len(l.Names), len(l.Logins))
		}
		b := fillings{"", longest(l.Names), longest(l.Names), longest(l.Places), "https://secure-zzzzz.example/zzz"}
		wordings := slices.Concat(l.Wordings, l.Advertisements, l.Openers, l.Reproaches, l.Links, l.Officials)
		checkTexts(t, l.Code, wordings, b, callback.MaxWordingBytes-len(longest(l.Closings)))
		checkTexts(t, l.Code, slices.Concat(l.Remarks, l.Titles), b, callback.MaxRemarkBytes)
		checkTexts(t, l.Code, l.Groups, fillings{}, callback.MaxGroupBytes)
		for _, s := range l.Links {
			if !strings.Contains(s.String(), "{l}") {
				t.Errorf("%s: a text without its link: %s", l.Code, s)
			}
		}
	}
	near(t, "shares", sum, 100, 1e-9)
}

// String spells the pattern as parsePattern reads it.
func (p pattern) String() string {
	return string(p.append(nil, &fillings{"", "{n}", "{f}", "{p}", "{l}"}))
}

func checkTexts(t *testing.T, code string, texts []pattern, b fillings, limit int) {
	t.Helper()
	for _, text := range texts {
		full := text.append(nil, &b)
		if len(full) > limit || text.String() == "" || !utf8.Valid(full) {
			t.Errorf("%s: %q is %d bytes long, want UTF-8 of 1 to %d", code, full, len(full), limit)
		}
		for _, gap := range placeholder.FindAllString(text.String(), -1) {
			if !slices.Contains([]string{"{n}", "{f}", "{p}", "{l}"}, gap) {
				t.Errorf("%s: %q has %s, which nothing fills in", code, text, gap)
			}
		}
	}
}

// All addresses of all blocks are public, and no block is of two languages.
func TestAddressBlocks(t *testing.T) {
	owners := map[string]string{}
	for _, l := range languages() {
		for _, block := range l.Blocks {
			if other, ok := owners[block]; ok {
				t.Errorf("%s: of %s and of %s", block, other, l.Code)
			}
			owners[block] = l.Code
			for third := range 256 {
				octets := string(appendOctet([]byte(block), third)) + "."
				for _, last := range []string{"1", "254"} {
					if ip, err := netip.ParseAddr(octets + last); err != nil || !public(ip) {
						t.Fatalf("%s: %s%s is not public", l.Code, octets, last)
					}
				}
			}
		}
		if ip, err := netip.ParseAddr(l.Block6 + "::1"); err != nil || !public(ip) {
			t.Errorf("%s: %s is not public", l.Code, ip)
		}
	}
}

// No two accounts share an id, of users and of campaigns, in any style.
func TestAccountsDiffer(t *testing.T) {
	g, d := mustNew(t, everyKind()), new(Draw)
	seen := map[string]uint64{}
	add := func(u user) {
		d.reset()
		id := strings.Clone(g.account(u, d))
		if other, ok := seen[id]; ok {
			t.Fatalf("%s is of %d and of %d", id, other, u.index)
		}
		if problem := callback.ValidAccount(id); problem != "" {
			t.Fatalf("%s %s", id, problem)
		}
		seen[id] = u.index
	}
	for _, r := range g.regions {
		for rank := range uint32(8000) {
			add(g.user(r, rank))
		}
	}
	for i := range uint64(1000) {
		add(user{g.regions[i%12], uint64(g.world.Users) + i, dice.Hash(i, 1)})
	}
}

func TestBase36(t *testing.T) {
	for n, want := range map[uint64]string{0: "100000", 35: "10000z", 36: "100010", maxAccountNo - 1: "2njchg"} {
		if got := string(appendBase36(nil, n)); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}

func TestHexDigits(t *testing.T) {
	for _, n := range []uint32{0, 0x01234567, 0x89abcdef, 0xffffffff, 0x9a9a9a9a} {
		var text [8]byte
		binary.BigEndian.PutUint64(text[:], hexDigits(n))
		if got, want := string(text[:]), fmt.Sprintf("%08x", n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
