package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// deploy/pin.sh pins each image by what the registry says, renews pins, and writes nothing that is no digest.
func TestImagesArePinned(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a shell script")
	}
	t.Parallel()
	const dockerfile = "# FROM golang:1 AS no\nFROM golang:1.26 AS build\nFROM scratch AS program\nFROM program AS server\nFROM reg.example:5000/a/b:v1@sha256:00\n"
	const compose = "services:\n  a:\n    image: node:22-alpine # with npm\n    command: image: x:y z\n"
	one, two := strings.Repeat("1", 64), strings.Repeat("2", 64)
	dir := t.TempDir()
	run := func(digest string) (string, string, error) {
		files := []string{filepath.Join(dir, "Dockerfile"), filepath.Join(dir, "compose.yaml")}
		c := exec.CommandContext(t.Context(), "bash", append([]string{"../deploy/pin.sh"}, files...)...)
		stub := filepath.Join(dir, "stub")
		if err := os.WriteFile(stub, []byte("#!/bin/sh\necho '"+digest+"'\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		c.Env = append(os.Environ(), "DIGEST_OF="+stub)
		out, err := c.CombinedOutput()
		if err != nil {
			t.Logf("%s", out)
		}
		return read(t, files[0]), read(t, files[1]), err
	}
	for name, text := range map[string]string{"Dockerfile": dockerfile, "compose.yaml": compose} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, bad := range []string{"", "latest", "sha256:12", "sha256:" + one + "; rm"} {
		if a, b, err := run(bad); err == nil || a != dockerfile || b != compose {
			t.Errorf("%q: got %v and\n%s%s", bad, err, a, b)
		}
	}
	for _, digest := range []string{one, two, two} {
		a, b, err := run("sha256:" + digest)
		if want := strings.NewReplacer("\nFROM golang:1.26 ", "\nFROM golang:1.26@sha256:"+digest+" ", "@sha256:00", "@sha256:"+digest).Replace(dockerfile); a != want || err != nil {
			t.Errorf("got %v\n%s\nwant\n%s", err, a, want)
		}
		if want := strings.Replace(compose, "22-alpine", "22-alpine@sha256:"+digest, 1); b != want {
			t.Errorf("got\n%s\nwant\n%s", b, want)
		}
	}
}

// Nothing that the program is built from is kept out of the image's build.
func TestDockerignore(t *testing.T) {
	t.Parallel()
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f",
		`{{if .Module}}{{if .Module.Main}}{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{range .EmbedFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{end}}{{end}}`,
		"..")
	list.Env = append(os.Environ(), "XDG_CACHE_HOME=") // see TestMain
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	files := strings.Fields(string(out))
	if len(files) < 300 {
		t.Fatalf("got %d files", len(files))
	}
	for _, file := range files {
		name, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.ToSlash(name)
		for pattern := range strings.Lines(read(t, "../.dockerignore")) {
			pattern = strings.TrimSpace(pattern)
			if pattern == "" || pattern[0] == '#' {
				continue
			}
			ignored := name == pattern || strings.HasPrefix(name, pattern+"/")
			if rest, ok := strings.CutPrefix(pattern, "**/"); ok {
				for part := range strings.SplitSeq(name, "/") {
					match, err := filepath.Match(rest, part)
					ignored = ignored || match || err != nil
				}
			}
			if ignored {
				t.Errorf("%s is kept out by %s", name, pattern)
			}
		}
	}
}

// What docs/attacks.md says of tests is true: they are there.
func TestAttacksAreHeld(t *testing.T) {
	t.Parallel()
	var tests strings.Builder
	err := filepath.WalkDir("..", func(name string, e os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, "_test.go") {
			tests.WriteString(read(t, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(read(t, "../docs/attacks.md")) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || strings.Trim(cells[1], " 0123456789") != "" {
			continue
		}
		rows++
		held := strings.Split(cells[3], "`")
		if len(held) < 3 {
			t.Errorf("nothing holds %s", cells[2])
		}
		for i := 1; i < len(held); i += 2 {
			_, err := os.Stat("testdata/script/" + held[i] + ".txtar")
			if err != nil && !strings.Contains(tests.String(), "\nfunc "+held[i]+"(") {
				t.Errorf("%s: there is no test %s", strings.TrimSpace(cells[2]), held[i])
			}
		}
	}
	if rows < 36 {
		t.Errorf("got %d rows", rows)
	}
}
