// Package curl reads curl command lines as the requests that curl would have sent, and writes requests as command lines.
package curl

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Format is the format of curl command lines.
func Format() format.Format {
	return format.Format{
		Name: "curl", Title: "curl command lines", Endings: []string{".sh", ".curl"},
		Read: read, Write: write, Looks: looks,
	}
}

func looks(start []byte) bool {
	for line := range bytes.Lines(start) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		line = bytes.TrimPrefix(line, []byte("$ "))
		return bytes.HasPrefix(line, []byte("curl ")) || bytes.HasPrefix(line, []byte("curl\\"))
	}
	return false
}

// read reads the curl commands of a shell script; other commands are problems. What curl would have sent is built
// from the options: no answer, no time.
func read(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		seq := uint64(0)
		shell := shellReader{r: bufio.NewReader(in), line: 1}
		shell.cut = func() { o.Lost.Add(seq+1, "what follows the command: pipes and redirections") }
		for {
			words, line, err := shell.command()
			if err == io.EOF {
				return
			}
			var recs []*capture.Record
			broken := err != nil
			if !broken {
				recs, err = parseCommand(words, &seq, o.Lost)
			}
			if err != nil {
				err = fmt.Errorf("line %d: %w", line, err)
				if !broken {
					err = o.Problem(err)
				}
				if err != nil {
					yield(nil, err)
					return
				}
			}
			for _, rec := range recs {
				if !yield(rec, nil) {
					return
				}
			}
		}
	}
}

// command are what a curl command says about its request.
type command struct {
	method  string
	urls    []string
	headers []string
	data    []string
	json    bool
	get     bool
	head    bool
	user    string
	agent   string
	referer string
	cookie  string
	hasData bool
}

// option is an option that has a bearing on the request, or none.
type option struct {
	value bool                             // takes a value
	set   func(a *command, v string) error // nil: says nothing about the request
}

func parseCommand(words []string, seq *uint64, lost *format.Lost) ([]*capture.Record, error) {
	if words[0] == "$" {
		words = words[1:]
	}
	if len(words) == 0 || words[0] != "curl" {
		return nil, fmt.Errorf("not a curl command: %.60q", strings.Join(words, " "))
	}
	var a command
	for words = words[1:]; len(words) > 0; {
		word := words[0]
		words = words[1:]
		var err error
		switch {
		case len(word) < 2 || word[0] != '-':
			a.urls = append(a.urls, word)
		case strings.HasPrefix(word, "--"):
			words, err = a.long(word, words)
		default:
			words, err = a.short(word, words)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(a.urls) == 0 {
		return nil, fmt.Errorf("the command has no URL")
	}
	var recs []*capture.Record
	for _, u := range a.urls {
		*seq++
		rec, err := a.record(u, *seq, lost)
		if err != nil {
			return nil, err
		}
		recs = append(recs, rec)
	}
	return recs, nil
}

func (a *command) long(word string, words []string) ([]string, error) {
	opt, ok := knownOptions[word]
	if !ok {
		var known []string
		for name := range knownOptions {
			known = append(known, name)
		}
		slices.Sort(known)
		return nil, fmt.Errorf("the option %s is not known here%s", word, nearest.Hint(word, known))
	}
	value := ""
	if opt.value {
		if len(words) == 0 {
			return nil, fmt.Errorf("the option %s has no value", word)
		}
		value, words = words[0], words[1:]
	}
	if opt.set == nil {
		return words, nil
	}
	if err := opt.set(a, value); err != nil {
		return nil, fmt.Errorf("%s: %w", word, err)
	}
	return words, nil
}

// short reads options of one letter, several of which can stand in one word, the last with its value.
func (a *command) short(word string, words []string) ([]string, error) {
	for i := 1; i < len(word); i++ {
		name, ok := shortOptions[word[i]]
		if !ok {
			return nil, fmt.Errorf("the option -%c is not known here", word[i])
		}
		if rest := word[i+1:]; knownOptions[name].value && rest != "" {
			_, err := a.long(name, []string{rest})
			return words, err
		}
		var err error
		if words, err = a.long(name, words); err != nil {
			return nil, err
		}
		if knownOptions[name].value {
			break
		}
	}
	return words, nil
}
