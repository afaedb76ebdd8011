// Package language says things to people in the languages that the program speaks.
//
// A language is a folder of text files, a file a room, that a translator can edit. A line is a key and its text:
//
//	# what a run of cases ends with
//	closing = {n|# case|# cases} · exit {status}
//	ignored = Denied and ignored: Chat ignores an ErrorCode that is not 0,
//	  and no document says that denials beside it count.
//	example = |
//	  Lines below a bar keep their layout.
//	    chatcb send
//
// A text goes on in the lines below it that are indented. The code says closing of check.txt by its whole key and with
// named arguments:
//
//	words.Say("check.closing", "n", 3, "status", 1)
//
// In a text {name} stands for an argument, and {name:q} for it as fmt's verb %q writes it. Of a list {names} writes the
// texts with commas, {names:and} with an "and" before the last. Forms follow the name behind bars, in which # is the
// argument: {n|# case|# cases} takes the first for 1 and the second for all other numbers, {n|no case|# cases|# cases}
// has one for 0 before them, and {n| and # more} is written unless n is 0. {late|, too late} is written if late is true,
// or a text that is not empty, and {late|late|in time} chooses by it. A brace that encloses no argument stands for itself.
//
// No grammar is in the code: where a sentence reads otherwise, it is another key. Words that are closed (ALLOW, LEAK,
// rule ids, causes) are arguments, and stay. Whatever lacks a text is said in English, and by its key if that lacks it too;
// the tests of this package read the sources of all rooms for keys and arguments, and let neither happen.
//
// What is an element of a table in Go (rules, scenarios, faults) has its English there, in the one place where such an
// element is added; the other languages have it in files of their own, and [Words.Translate] looks there.
package language

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// Words say things in one language. The zero value and nil speak English.
type Words struct {
	*folder
	asked bool // it was asked for, and not only found in the locale
}

//go:embed en zh
var files embed.FS

// The folders are read when they are first spoken from.
var (
	english = sync.OnceValue(func() *folder { return open("en") })
	chinese = sync.OnceValue(func() *folder { return open("zh") })
)

// English returns the words that are everybody's unless they asked for others.
func English() *Words { return &Words{folder: english()} }

// Chinese returns the words of most receivers' authors.
func Chinese() *Words { return &Words{folder: chinese()} }

// Names lists the languages.
func Names() []string { return []string{"en", "zh"} }

// Named returns the words of a language that was asked for by its name.
func Named(name string) (*Words, error) {
	switch name {
	case "en":
		return &Words{english(), true}, nil
	case "zh":
		return &Words{chinese(), true}, nil
	}
	return nil, errors.New("there are " + strings.Join(Names(), " and "))
}

// OfLocale returns the words of the language in LC_ALL, LC_MESSAGES or LANG, the first that is set.
func OfLocale(getenv func(string) string) *Words {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := getenv(name); locale != "" {
			if strings.HasPrefix(locale, "zh") {
				return Chinese()
			}
			break
		}
	}
	return English()
}

// ForPrograms are the words for what other programs read, such as JUnit: English unless another language was asked for.
func (w *Words) ForPrograms() *Words {
	if w == nil || w.asked {
		return w
	}
	return English()
}

// Name is the language as --language and HTML name it.
func (w *Words) Name() string { return w.spoken().name }

func (w *Words) spoken() *folder {
	if w == nil || w.folder == nil {
		return english()
	}
	return w.folder
}

// Say returns the text of a key with its arguments: names and values in turn.
func (w *Words) Say(key string, args ...any) string { return w.Fill(w.text(key), args...) }

// SayEscaped is Say for a medium in which text has a meaning: escape spells every argument that is neither number nor truth.
func (w *Words) SayEscaped(escape func(v any) string, key string, args ...any) string {
	f := filler{words: w, args: args, escape: escape}
	return f.fill(w.text(key))
}

// Fill puts arguments into a text.
func (w *Words) Fill(text string, args ...any) string {
	if !strings.Contains(text, "{") {
		return text
	}
	f := filler{words: w, args: args}
	return f.fill(text)
}

// Translate says what is English in Go: the text of the key in the language of the words, or the one that phrase.txt has for
// that English wherever it stands, and else the English; each with its arguments.
func (w *Words) Translate(key, text string, args ...any) string {
	if text == "" {
		return ""
	}
	if f := w.spoken(); f != english() {
		own, ok := f.find(key)
		if !ok {
			own, ok = f.find("phrase." + text)
		}
		if ok {
			text = own
		}
	}
	return w.Fill(text, args...)
}

// Own is the text of a key in the language of the words itself, if it has one: no other language stands in for it.
func (w *Words) Own(key string) (text string, ok bool) { return w.spoken().find(key) }

// Page is the text of a file of the folder help, by its name without an ending; in English where the language has none, and ""
// where nobody has.
func (w *Words) Page(name string) string {
	for _, f := range []*folder{w.spoken(), english()} {
		if text, err := files.ReadFile(f.name + "/help/" + name + ".txt"); err == nil {
			return string(text)
		}
	}
	return ""
}

// Label says a word that is a name in the code too, such as a part of a finding: the text of label.txt, or the word itself.
func (w *Words) Label(word string) string {
	text, ok := w.spoken().find("label." + word)
	if !ok {
		return word
	}
	return text
}

// Room returns the texts of a file by their keys, for what fills them itself, such as the script of a page.
func (w *Words) Room(name string) map[string]string { return w.spoken().rooms[name]() }

func (w *Words) text(key string) string {
	for _, f := range []*folder{w.spoken(), english()} {
		if text, ok := f.find(key); ok {
			return text
		}
	}
	return key
}

// folder is a language: its rooms, each of which is read when it is first spoken from.
type folder struct {
	name  string
	rooms map[string]func() map[string]string
}

func open(name string) *folder {
	f := &folder{name: name, rooms: map[string]func() map[string]string{}}
	entries, err := files.ReadDir(name)
	if err != nil {
		panic(err) // it is part of the program
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		f.rooms[strings.TrimSuffix(entry.Name(), ".txt")] = sync.OnceValue(func() map[string]string {
			text, _ := files.ReadFile(name + "/" + entry.Name())
			texts, _ := read(string(text)) // a mistake in a file is found by the tests, and its line is left out
			return texts
		})
	}
	return f
}

func (f *folder) find(key string) (text string, ok bool) {
	name, rest, _ := strings.Cut(key, ".")
	room := f.rooms[name]
	if room == nil {
		return "", false
	}
	text, ok = room()[rest]
	return text, ok
}

// read reads the texts of a file by their keys. The error names the lines that are none.
func read(file string) (texts map[string]string, err error) {
	texts = map[string]string{}
	var key string
	var lines []string
	layout := false
	end := func() {
		switch {
		case key == "":
		case layout:
			texts[key] = strings.TrimRight(strings.Join(lines, "\n"), "\n")
		default:
			texts[key] = Join(lines...)
		}
	}
	number := 0
	for line := range strings.Lines(file) {
		number++
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "  ") && key != "":
			if layout {
				lines = append(lines, strings.TrimPrefix(line, "  "))
			} else {
				lines = append(lines, strings.TrimSpace(line))
			}
		case line == "" && layout:
			lines = append(lines, "")
		case line == "", line[0] == '#':
		default:
			end()
			name, text, ok := strings.Cut(line+" ", " = ")
			key, text = strings.ReplaceAll(strings.TrimSpace(name), `\=`, "="), strings.TrimSpace(text)
			if _, twice := texts[key]; !ok || key == "" || twice {
				err = errors.Join(err, fmt.Errorf("line %d is no text, or one that is there already: %.60s", number, line))
				key = ""
			}
			layout, lines = text == "|", nil
			if !layout {
				lines = []string{text}
			}
		}
	}
	end()
	return texts, err
}
