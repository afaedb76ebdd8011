// Package tunnel runs the program that a user names to make a server of this machine reachable from outside, and finds in
// what it prints the address that it gave.
package tunnel

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/chatcb/chatcb/internal/child"
	"github.com/chatcb/chatcb/internal/lazy"
)

// Tunnel is such a program, which runs or has ended.
type Tunnel struct {
	*child.Process
	Command string // the program alone
	printed output
}

// Patience is how long an address is waited for, and settle how much longer one that is in doubt waits for a better one.
const (
	Patience = time.Minute
	settle   = 3 * time.Second
)

// ErrNoAddress says that the program runs, and has printed no address in time.
var ErrNoAddress = errors.New("it has printed no https address")

// Words splits a command as a shell does, and puts what the server is into it: {url}, such as http://127.0.0.1:8080, {host}
// and {port}. Nothing is run or filled in besides.
func Words(command, server string) ([]string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, err
	}
	command = strings.NewReplacer("{url}", strings.TrimSuffix(server, "/"), "{host}", u.Hostname(), "{port}", u.Port()).Replace(command)
	var parsed []*syntax.Word
	for word, err := range syntax.NewParser().WordsSeq(strings.NewReader(command)) {
		if err != nil {
			return nil, fmt.Errorf("not a command: %w", err)
		}
		parsed = append(parsed, word)
	}
	words, err := expand.Fields(&expand.Config{Env: expand.ListEnviron()}, parsed...)
	if err == nil && len(words) == 0 {
		err = errors.New("wanted a command, such as 'cloudflared tunnel --url {url}'")
	}
	return words, err
}

// Start starts the program.
func Start(words []string) (*Tunnel, error) {
	t := &Tunnel{Command: words[0], printed: output{came: make(chan struct{}, 1)}}
	var err error
	t.Process, err = child.Start(child.Command{Args: words, Stdout: &t.printed, Stderr: &t.printed})
	return t, err
}

// Address waits for the address that the program prints. It ends in a slash.
func (t *Tunnel) Address(ctx context.Context, patience time.Duration) (string, error) {
	deadline := time.After(patience)
	var settled <-chan time.Time
	for {
		found, doubtful := t.printed.address()
		if found != "" {
			return found, nil
		}
		if doubtful != "" && settled == nil {
			settled = time.After(settle)
		}
		select {
		case <-t.printed.came:
		case <-settled:
			return doubtful, nil
		case <-t.Done():
			if found, doubtful := t.printed.address(); found+doubtful != "" {
				return cmp.Or(found, doubtful), nil // that it has ended is told by Done
			}
			return "", fmt.Errorf("%s ended with status %d before it had an address%s", t.Command, t.Status(), t.printed.behind())
		case <-deadline:
			return "", fmt.Errorf("%w in %s%s", ErrNoAddress, patience, t.printed.behind())
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}
}

// output keeps the end of what was printed, and the addresses in it.
type output struct {
	child.Tail
	came chan struct{} // has room for one: more was printed

	mu              sync.Mutex
	line            []byte // that is not complete
	found, doubtful string
}

// maxLine bounds a line in which an address is looked for, in bytes.
const maxLine = 16 << 10

// Write never fails.
func (o *output) Write(p []byte) (int, error) {
	_, _ = o.Tail.Write(p) // it never fails
	o.mu.Lock()
	o.line = append(o.line, p...)
	if end := strings.LastIndexByte(string(o.line), '\n'); end >= 0 {
		o.look(string(o.line[:end]))
		o.line = append(o.line[:0], o.line[end+1:]...)
	} else if len(o.line) > maxLine {
		o.line = o.line[:0]
	}
	o.mu.Unlock()
	select {
	case o.came <- struct{}{}:
	default:
	}
	return len(p), nil
}

var addresses = lazy.Regexp(`https://[^\s"'<>|()\\\x1b]+`)

// look looks for the address in whole lines. Such programs print links as well, to their terms and to their help: those have
// a path. One whose path is a slash alone may be either.
func (o *output) look(text string) {
	for _, link := range addresses().FindAllString(text, -1) {
		u, err := url.Parse(strings.TrimRight(link, ".,;:"))
		switch {
		case err != nil || !strings.Contains(u.Host, ".") || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		case u.Path == "":
			o.found = cmp.Or(o.found, u.String()+"/")
		case u.Path == "/":
			o.doubtful = cmp.Or(o.doubtful, u.String())
		}
	}
}

// behind is what was printed, to stand behind an error.
func (o *output) behind() string {
	text := strings.TrimSpace(o.String())
	if text == "" {
		return ""
	}
	return ":\n" + text
}

func (o *output) address() (found, doubtful string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.found, o.doubtful
}
