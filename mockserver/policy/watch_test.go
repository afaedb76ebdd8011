package policy

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWatch(t *testing.T) {
	dir := t.TempDir()
	file, list := filepath.Join(dir, "p.yaml"), filepath.Join(dir, "bad.txt")
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rules := "lists: {bad: {file: bad.txt}}\nrules:\n  - {id: r, when: 'in_list(\"bad\", from)', deny: %d}\n"
	write(file, fmt.Sprintf(rules, 38000))
	write(list, "a\n")
	p, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var got []string
		done := make(chan struct{})
		go func() {
			defer close(done)
			Watch(ctx, p, time.Second, func(next *Policy, err error) {
				if err != nil {
					got = append(got, "broken")
					return
				}
				got = append(got, fmt.Sprint(codes(next, ask("b", "x"), noon)[0]))
			})
		}()
		step := func(change func()) {
			synctest.Wait()
			change()
			time.Sleep(3 * time.Second)
		}
		step(func() {})
		step(func() { write(list, "a\nb\n") })
		step(func() { write(file, "rules: [{}]\n") })
		step(func() { os.Remove(list) })
		step(func() { write(list, "a\nb\n# c\n"); write(file, fmt.Sprintf(rules, 38005)+"# new\n") })
		stop()
		<-done
		if got, want := strings.Join(got, " "), "38000 broken broken 38005"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
