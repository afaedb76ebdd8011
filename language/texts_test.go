package language

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// catalogues are the files of what is English in Go. The tests of those tables say that nothing lacks there.
var catalogues = []string{"rules", "scenarios", "catalogue", "phrase", "sentence", "step"}

// texts are all texts of a language by their whole keys.
func texts(t *testing.T, name string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := files.ReadDir(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, _ := files.ReadFile(name + "/" + entry.Name())
		room, err := read(string(text))
		if err != nil {
			t.Errorf("%s/%s: %v", name, entry.Name(), err)
		}
		for key, text := range room {
			all[strings.TrimSuffix(entry.Name(), ".txt")+"."+key] = text
		}
	}
	return all
}

func inCatalogue(key string) bool {
	room, _, _ := strings.Cut(key, ".")
	return slices.Contains(catalogues, room)
}

// Every text is there in both languages, with the same arguments.
func TestBothLanguages(t *testing.T) {
	t.Parallel()
	en, zh := texts(t, "en"), texts(t, "zh")
	for _, key := range slices.Sorted(maps.Keys(en)) {
		own, ok := zh[key]
		if !ok {
			t.Errorf("zh lacks %s", key)
			continue
		}
		if a, b := argumentsOf(en[key]), argumentsOf(own); !slices.Equal(a, b) {
			t.Errorf("%s has the arguments %v in en, and %v in zh", key, a, b)
		}
	}
	for key := range zh {
		if _, ok := en[key]; !ok && !inCatalogue(key) {
			t.Errorf("en lacks %s", key)
		}
	}
}

var placeholders = regexp.MustCompile(`\{([a-z][a-z0-9_]*)(?::[^{}|]*)?(\|[^{}]*)?\}`)

// argumentsOf lists the arguments of a text but for those that only choose a form of another word, which is grammar.
func argumentsOf(text string) (names []string) {
	for _, match := range placeholders.FindAllStringSubmatch(text, -1) {
		name, forms := match[1], match[2]
		if grammar := forms != "" && !strings.Contains(forms, "#"); !grammar && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

var halfWidth = regexp.MustCompile(`\p{Han}["”）]? ?[,;:?!] ?["“（]?\p{Han}|\p{Han}[.,;:?!]$|\p{Han} ?\(|\) ?\p{Han}|[，。、；：？！] | [，。、；：？！]`)

// Chinese is Chinese: no text is left in English, and among Chinese characters the punctuation is theirs.
func TestChinese(t *testing.T) {
	t.Parallel()
	for key, text := range texts(t, "zh") {
		han := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		if !han && strings.ContainsFunc(placeholders.ReplaceAllString(text, ""), unicode.IsLower) && !closedWords[text] {
			t.Errorf("%s is not Chinese: %s", key, text)
		}
		if found := halfWidth.FindString(text); found != "" && !strings.Contains(text, "\n") {
			t.Errorf("%s: wanted the punctuation of Chinese, without blanks beside it, got %q in %s", key, found, text)
		}
	}
}

// closedWords are texts that are the same in both languages, beside those in capitals.
var closedWords = map[string]bool{"https": true}

// use is a place in the code that says a text.
type use struct {
	at   string
	args []string // nil if they are not known
}

// Everything that the code says is there, with all of its arguments, and nothing is there that it does not say.
func TestSaid(t *testing.T) {
	t.Parallel()
	en := texts(t, "en")
	said, mentioned, families := sources(t)
	for key, uses := range said {
		text, ok := en[key]
		for _, u := range uses {
			if !ok {
				t.Errorf("%s: there is no text %s", u.at, key)
				continue
			}
			for _, match := range placeholders.FindAllStringSubmatch(text, -1) {
				if u.args != nil && !slices.Contains(u.args, match[1]) {
					t.Errorf("%s: %s wants the argument %s, and gets %v", u.at, key, match[1], u.args)
				}
			}
			for _, name := range u.args {
				if !slices.Contains(allNames(text), name) {
					t.Errorf("%s: %s has no place for the argument %s: %s", u.at, key, name, text)
				}
			}
		}
	}
	for key := range en {
		room, name, _ := strings.Cut(key, ".")
		ofFamily := slices.ContainsFunc(families, func(f string) bool { return strings.HasPrefix(key, f) })
		if said[strings.TrimSuffix(key, ".fix")] == nil && !mentioned[key] && !ofFamily && (room != "label" || !mentioned[name]) {
			t.Errorf("nothing says %s", key)
		}
	}
}

func allNames(text string) (names []string) {
	for _, match := range placeholders.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}

// sayers are the functions that take a key, and how many arguments stand before it.
var sayers = map[string]int{"Say": 0, "SayEscaped": 1, "say": 0, "Tell": 0, "found": 3}

// sources reads the code of all rooms: which keys are said, which stand anywhere else, and with what keys begin whose rest is a
// value ("label." + name).
func sources(t *testing.T) (said map[string][]use, mentioned map[string]bool, families []string) {
	t.Helper()
	said, mentioned = map[string][]use{}, map[string]bool{}
	key := regexp.MustCompile(`^[a-z]+\.[A-Za-z0-9*.-]+$`)
	family := regexp.MustCompile(`^[a-z]+\.([A-Za-z0-9*.-]*[.-])?$`)
	walk(t, func(set *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text := literal(n); text != "" {
					mentioned[text] = true
				}
			case *ast.BinaryExpr:
				if text := literal(n.X); n.Op == token.ADD && family.MatchString(text) {
					families = append(families, text)
				}
			case *ast.CallExpr:
				if called(n) == "Room" && len(n.Args) == 1 { // which is handed on as it is
					families = append(families, literal(n.Args[0])+".")
				}
				before, ok := sayers[called(n)]
				if !ok || len(n.Args) <= before {
					return true
				}
				if text := literal(n.Args[before]); key.MatchString(text) {
					said[text] = append(said[text], use{set.Position(n.Pos()).String(), argumentNames(n, before)})
				}
			}
			return true
		})
	})
	for _, path := range append(glob(t, "../*/*/*/*"), glob(t, "../*/*/*")...) {
		if templates := filepath.Base(filepath.Dir(path)) == "templates"; templates || filepath.Ext(path) == ".html" {
			templateSays(t, path, said, mentioned)
		}
	}
	return said, mentioned, families
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

var (
	sayInTemplate    = regexp.MustCompile(`(?s)^say "([^"]*)"(.*?)(?:}}|\bsay |$)`)
	quotedInTemplate = regexp.MustCompile(`"([a-z][a-z0-9 -]*)"`)
	nameInTemplate   = regexp.MustCompile(` "([a-z]+)" `)
)

// templateSays adds what a template says. On a page a key without a dot is one of html.txt.
func templateSays(t *testing.T, path string, said map[string][]use, mentioned map[string]bool) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range quotedInTemplate.FindAllStringSubmatch(string(text), -1) {
		mentioned[word[1]] = true
	}
	for _, from := range regexp.MustCompile(`\bsay "`).FindAllIndex(text, -1) {
		match := sayInTemplate.FindStringSubmatch(string(text[from[0]:]))
		key, names := match[1], []string{}
		if filepath.Ext(path) == ".html" && !strings.Contains(key, ".") {
			key = "html." + key
		}
		for _, name := range nameInTemplate.FindAllStringSubmatch(match[2], -1) {
			names = append(names, name[1])
		}
		said[key] = append(said[key], use{path, names})
	}
}

// walk reads the code of all rooms.
func walk(t *testing.T, each func(*token.FileSet, *ast.File)) {
	t.Helper()
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		switch {
		case err != nil:
			return err
		case d.IsDir() && (slices.Contains([]string{"testdata", "tools", "node_modules"}, name) || strings.HasPrefix(name, ".") && path != root):
			return filepath.SkipDir
		case d.IsDir(), !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		each(set, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func called(n *ast.CallExpr) string {
	switch f := n.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

// argumentNames lists the names of a call's arguments, or nil if they are handed on.
func argumentNames(n *ast.CallExpr, before int) []string {
	if n.Ellipsis != token.NoPos {
		return nil
	}
	names := []string{}
	for i := before + 1; i < len(n.Args); i += 2 {
		names = append(names, literal(n.Args[i]))
	}
	return names
}

func literal(n ast.Expr) string {
	if text, ok := constant(n); ok {
		return text
	}
	return ""
}
