// Package house holds the test that the code is laid out as CONTRIBUTING says.
package house

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module  = "github.com/chatcb/chatcb"
	subtree = "/…" // ends the name of a room that has all folders below it
)

// TestMap draws the graph of imports and compares it with the map in CONTRIBUTING: every room stands there, with every
// room and every module that it knows, and nothing more. With UPDATE in the environment it writes the last column of the
// map, and the linter's rules, which are made from it.
func TestMap(t *testing.T) {
	t.Parallel()
	file, linter := filepath.Join("..", "..", "CONTRIBUTING.md"), filepath.Join("..", "..", ".golangci.yml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	h, err := readMap(string(text))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string][]string{}
	for dir, imports := range packages(t) {
		room, ok := h.room(dir)
		if !ok {
			t.Errorf("%s is in no room of the map", dir)
			continue
		}
		for _, path := range imports {
			if name := h.knows(path); name != room && !slices.Contains(known[room], name) {
				known[room] = append(known[room], name)
			}
		}
		known[room] = append(known[room], "")
	}
	for i := range h.rows {
		r := &h.rows[i]
		got := known[r.room]
		if got == nil {
			t.Errorf("the room %q has no package", r.room)
		}
		got = slices.DeleteFunc(got, func(s string) bool { return s == "" })
		slices.Sort(got)
		if os.Getenv("UPDATE") != "" {
			r.knows = got
		}
		for _, name := range got {
			if !slices.Contains(r.knows, name) {
				t.Errorf("%s knows %s, and the map does not say so: cut the import, or draw the arrow (UPDATE=1)", r.room, name)
			}
		}
		for _, name := range r.knows {
			if !slices.Contains(got, name) {
				t.Errorf("the map says that %s knows %s, which it does not (UPDATE=1 corrects the map)", r.room, name)
			}
		}
	}
	h.checkCircles(t)
	config, err := os.ReadFile(linter)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := replaceBetween(string(config), "        # rooms: begin\n", "        # rooms: end\n", h.rules())
	if err != nil {
		t.Fatalf("%s: %v", linter, err)
	}
	if os.Getenv("UPDATE") != "" {
		for path, content := range map[string]string{file: h.write(string(text)), linter: rules} {
			if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	if rules != string(config) {
		t.Errorf("the rules of the linter are not those of the map: UPDATE=1 go test ./internal/house writes them")
	}
}

// packages lists the folders of the module's packages, with what each imports beyond the standard library.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	list := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...")
	list.Dir = filepath.Join("..", "..")
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		paths := strings.Fields(line)
		dir := strings.TrimPrefix(strings.TrimPrefix(paths[0], module), "/")
		all[dir] = []string{}
		for _, path := range paths[1:] {
			if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
				all[dir] = append(all[dir], path)
			}
		}
	}
	return all
}

// house is the map: a table whose rows are the rooms.
type house struct{ rows []row }

type row struct {
	line  int // of the text
	cells []string
	room  string // a folder, or with subtree at its end all below it; "" is the root
	knows []string
}

const firstCell = "| room "

func readMap(text string) (*house, error) {
	h := &house{}
	inTable := false
	for i, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, firstCell):
			inTable = true
		case inTable && !strings.HasPrefix(line, "|"):
			inTable = false
		case inTable && !strings.HasPrefix(line, "|-"):
			cells := strings.Split(strings.Trim(line, "|"), "|")
			if len(cells) != 3 {
				return nil, fmt.Errorf("line %d of the map has %d columns, want 3", i+1, len(cells))
			}
			names := quoted(cells[0])
			if len(names) != 1 {
				return nil, fmt.Errorf("line %d of the map: want one room in `quotes`, got %q", i+1, cells[0])
			}
			h.rows = append(h.rows, row{i, cells, strings.TrimSuffix(names[0], "main.go"), quoted(cells[2])})
		}
	}
	if len(h.rows) == 0 {
		return nil, fmt.Errorf("there is no table that begins with %q", firstCell)
	}
	return h, nil
}

// quoted lists the texts in backquotes.
func quoted(s string) []string {
	var names []string
	for i, part := range strings.Split(s, "`") {
		if i%2 == 1 {
			names = append(names, part)
		}
	}
	return names
}

// room is the name of the room that has a folder: its own, or that of the smallest subtree.
func (h *house) room(dir string) (name string, ok bool) {
	for _, r := range h.rows {
		above, whole := strings.CutSuffix(r.room, subtree)
		switch {
		case r.room == dir:
			return dir, true
		case whole && strings.HasPrefix(dir, above+"/") && len(r.room) > len(name):
			name, ok = r.room, true
		}
	}
	return name, ok
}

// knows is how the map names what is imported: a room, or a module without its host.
func (h *house) knows(path string) string {
	if dir, ours := strings.CutPrefix(path, module+"/"); ours {
		room, _ := h.room(dir)
		return room
	}
	parts := strings.Split(path, "/")
	if parts[0] == "github.com" {
		return strings.Join(parts[1:3], "/")
	}
	return strings.Join(parts[:min(len(parts), 3)], "/")
}

// checkCircles looks for rooms that know themselves through others: rooms with folders below them could, though packages
// cannot.
func (h *house) checkCircles(t *testing.T) {
	t.Helper()
	rows := map[string][]string{}
	for _, r := range h.rows {
		rows[r.room] = r.knows
	}
	var walk func(path []string)
	done := map[string]bool{}
	walk = func(path []string) {
		last := path[len(path)-1]
		if i := slices.Index(path, last); i < len(path)-1 {
			t.Errorf("a circle of rooms: %s", strings.Join(path[i:], " → "))
			return
		}
		if done[last] {
			return
		}
		for _, next := range rows[last] {
			walk(append(path[:len(path):len(path)], next))
		}
		done[last] = true
	}
	for _, room := range slices.Sorted(maps.Keys(rows)) {
		walk([]string{room})
	}
}

// write puts the last column into the text.
func (h *house) write(text string) string {
	lines := strings.Split(text, "\n")
	for _, r := range h.rows {
		names := make([]string, len(r.knows))
		for i, name := range r.knows {
			names[i] = "`" + name + "`"
		}
		lines[r.line] = "|" + r.cells[0] + "|" + r.cells[1] + "| " + strings.Join(names, " ") + " |"
	}
	return strings.Join(lines, "\n")
}

// rules are those of the linter depguard, one for each room.
func (h *house) rules() string {
	var b strings.Builder
	for _, r := range h.rows {
		if r.room == "" {
			continue // main.go is one statement
		}
		above, whole := strings.CutSuffix(r.room, subtree)
		files := []string{fmt.Sprintf(`"${base-path}/%s/*.go"`, above)}
		if whole {
			files = []string{fmt.Sprintf(`"${base-path}/%s/*/**/*.go"`, above), fmt.Sprintf(`"${base-path}/%s/*/*.go"`, above)}
		}
		allow := []string{"$gostd"}
		if whole {
			allow = append(allow, module+"/"+above+"/")
		}
		for _, name := range r.knows {
			allow = append(allow, h.pattern(name))
		}
		fmt.Fprintf(&b, "        %s:\n          list-mode: strict\n          files: [%s, \"!$test\"]\n          allow:\n",
			strings.ReplaceAll(strings.Replace(r.room, subtree, "/below", 1), "/", "-"), strings.Join(files, ", "))
		for _, path := range allow {
			fmt.Fprintf(&b, "            - %s\n", path)
		}
	}
	return b.String()
}

// pattern is how depguard names what is imported: a prefix, or with a dollar at its end the whole path.
func (h *house) pattern(name string) string {
	above, whole := strings.CutSuffix(name, subtree)
	switch {
	case whole:
		return module + "/" + above + "/"
	case slices.ContainsFunc(h.rows, func(r row) bool { return r.room == name }):
		return module + "/" + name + "$"
	case strings.Contains(strings.SplitN(name, "/", 2)[0], "."):
		return name
	}
	return "github.com/" + name
}

func replaceBetween(text, begin, end, content string) (string, error) {
	head, rest, ok := strings.Cut(text, begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return "", fmt.Errorf("there is no place between %q and %q", strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return head + begin + content + end + tail, nil
}
