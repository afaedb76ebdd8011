package scrub

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
)

func TestMask(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"Hello, World 42!":       "xxxxx, xxxxx 99!",
		"né Ünïcödé Привет שלום": "xø øxøxøxø øøøøøø øøøø",
		"你好，世界。３":                "〇〇，〇〇。９",
		"ひらがな 한국어":               "〇〇〇〇 〇〇〇",
		"𠮷野家":                    "𠀀〇〇",
		"😀👍🏽❤️ ☺ €£ 👨‍👩‍👧": "🙂🙂🙂☺️ ☺ ☺¤ 🙂‍🙂‍🙂",
		"ไทย ٣":                            "ẋẋẋ ٩",
		"https://evil.example/?id=1&x=y@z": "xxxxx://xxxx.xxxxxxx/?xx=9&x=x@x",
		"a\x00\t\nb\xff\xd6\xd0":           "x\x00\t\nx\xff\xff\xff",
	} {
		got := Mask(text)
		if got != want || len(got) != len(text) || Mask(got) != got {
			t.Errorf("%q: got %q (%d bytes, then %q), want %q (%d bytes)", text, got, len(got), Mask(got), want, len(text))
		}
	}
}

// Every character there is: as long as before, of a class that masking keeps, and never itself if it is a letter.
func TestMaskEveryCharacter(t *testing.T) {
	seen := map[rune]bool{}
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		m := maskRune(r)
		if utf8.RuneLen(m) != utf8.RuneLen(r) || maskRune(m) != m {
			t.Fatalf("%U: got %U, then %U", r, m, maskRune(m))
		}
		if m != r {
			seen[m] = true
		}
	}
	if len(seen) > 16 {
		t.Errorf("got %d different masks: they say more than a class", len(seen))
	}
}

func TestAccount(t *testing.T) {
	s, other := newScrubber(t, key), newScrubber(t, []byte("another key of length"))
	pseudonyms := map[string]string{}
	for i := range 2_000 {
		id := fmt.Sprintf("user%d", i)
		p := s.Account(id)
		if callback.ValidAccount(p) != "" || p != s.Account(id) || s.Account(p) != p || pseudonyms[p] != "" || p == other.Account(id) || other.Account(p) == p {
			t.Fatalf("%s: got %s, then %s; with another key %s", id, p, s.Account(p), other.Account(id))
		}
		pseudonyms[p] = id
	}
	if got := s.Account(""); got != "" {
		t.Errorf("got %q for nobody", got)
	}
	// What made an id none stays.
	for _, id := range []string{strings.Repeat("a", 33), strings.Repeat("好", 20), "用户", "a\nb", "tab\t", strings.Repeat("é", 300), "\xd6\xd0"} {
		got := s.Account(id)
		if callback.ValidAccount(got) != callback.ValidAccount(id) || strings.Contains(got, id) || s.Account(got) != got {
			t.Errorf("%q: got %q, which %s, then %q", id, got, callback.ValidAccount(got), s.Account(got))
		}
	}
	// An id that only looks like a pseudonym is none to anyone who has the key.
	forged := "u_" + strings.Repeat("a", 24)
	if s.Account(forged) == forged || !Keyless().isPseudonym(&accountForm, forged) {
		t.Errorf("got %q for %q", s.Account(forged), forged)
	}
	if _, err := New([]byte("short")); err == nil || !strings.Contains(err.Error(), "the key has 5 bytes: at least 16") {
		t.Errorf("got %v", err)
	}
	if s.Fingerprint() == other.Fingerprint() || len(s.Fingerprint()) != 12 {
		t.Errorf("got fingerprints %s and %s", s.Fingerprint(), other.Fingerprint())
	}
}

func TestAddress(t *testing.T) {
	s := newScrubber(t, key)
	for _, text := range []string{"203.0.113.7", "10.0.0.1", "127.0.0.1", "2400:3200::1", "::1", "::ffff:203.0.113.7"} {
		got := s.Address(text)
		if got == text || s.Address(got) != got || got != s.Address(text) {
			t.Errorf("%s: got %s, then %s", text, got, s.Address(got))
		}
	}
	if a, b := s.Address("203.0.113.7"), s.Address("::ffff:203.0.113.7"); a != b || !strings.HasPrefix(a, "198.1") {
		t.Errorf("got %s and %s for one client", a, b)
	}
	if got := s.Address("fe80::1%eth0"); got != "xx99::9%xxx9" {
		t.Errorf("got %q", got)
	}
}
