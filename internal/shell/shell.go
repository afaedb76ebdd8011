// Package shell writes commands that people copy into a shell. It is the only writer of them: what stands in a captured
// request may be chosen by an attacker, and nothing of it may run, open a file or change what is sent.
//
// The words are spelt so that sh, dash, bash, zsh and fish read them alike: fish takes a backslash between single quotes
// for the beginning of an escape, so it stands outside of them as the quote itself does.
package shell

import "strings"

// plain are the bytes that mean nothing to any shell, wherever they stand in a word.
const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@,+"

// Quote spells s as one word. A word cannot hold a zero byte; there is none in the arguments of any program, and Quote
// leaves it out.
func Quote(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	if s != "" && strings.Trim(s, plain) == "" {
		return s
	}
	if name, value, ok := strings.Cut(s, "="); ok && name != "" && strings.Trim(name+value, plain+"=") == "" {
		return s // an = that begins a word means something to zsh
	}
	var b strings.Builder
	quoted := false
	quotes := func(on bool) {
		if quoted != on {
			b.WriteByte('\'')
			quoted = on
		}
	}
	quotes(s == "")
	for i := range len(s) {
		if escaped(s, i) {
			quotes(false)
			b.WriteByte('\\')
		} else {
			quotes(true)
		}
		b.WriteByte(s[i])
	}
	quotes(false)
	return b.String()
}

// escaped reports whether the byte at i must stand outside of single quotes, behind a backslash: a quote, and a backslash
// that fish would take for the beginning of an escape.
func escaped(s string, i int) bool {
	switch s[i] {
	case '\'':
		return true
	case '\\':
		return i+1 == len(s) || s[i+1] == '\\' || s[i+1] == '\''
	}
	return false
}

// Join spells words as one command.
func Join(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = Quote(w)
	}
	return strings.Join(quoted, " ")
}
