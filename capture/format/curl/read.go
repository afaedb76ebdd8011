// Package curl reads curl command lines as the requests that curl would have sent, and writes requests as command lines.
package curl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/transform"
	"mvdan.cc/sh/v3/syntax"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Format is the format of curl command lines.
func Format() format.Format {
	return format.Format{
		Name: "curl", Endings: []string{".sh", ".curl"},
		Read: read, Looks: looks, Encode: encode, Between: "\n",
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

// read reads the curl commands of a shell script; other commands are problems. What curl would have sent is built from
// the options: no answer, no time.
func read(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		r := reader{o: o}
		source := &format.Portions{In: in}
		for statement, err := range syntax.NewParser().StmtsSeq(transform.NewReader(source, encoder{})) {
			if err != nil {
				if at, ok := errors.AsType[syntax.ParseError](err); ok {
					err = fmt.Errorf("line %d: %s", at.Pos.Line(), at.Text)
				}
				yield(nil, err)
				return
			}
			source.Next()
			for _, s := range simple(statement, r.cut) {
				recs, err := r.command(s)
				if err != nil && !o.Yield(yield, nil, err, "line %d", s.Pos().Line()) {
					return
				}
				for _, rec := range recs {
					if !yield(rec, nil) {
						return
					}
				}
			}
		}
	}
}

type reader struct {
	o      format.Options
	seq    uint64
	before *syntax.Stmt // the command read last
}

func (r *reader) cut() {
	r.o.Lost.Add(r.seq+1, "what follows the command: pipes and redirections")
}

// command reads one command, which may have several URLs.
func (r *reader) command(s *syntax.Stmt) ([]*capture.Record, error) {
	before := r.before
	r.before = s
	if before != nil && before.Background && before.Semicolon.Offset()+1 == s.Pos().Offset() {
		return nil, errors.New("an & outside of quotes ends the command: put the URL into quotes")
	}
	list, err := words(s)
	if err != nil {
		return nil, err
	}
	var c command
	if err := c.parse(list); err != nil {
		return nil, err
	}
	var recs []*capture.Record
	for _, pattern := range c.urls {
		urls := []string{pattern}
		if !c.literal {
			if urls, err = expandGlob(pattern); err != nil {
				return nil, err
			}
		}
		for _, u := range urls {
			r.seq++
			rec, err := c.record(u, r.seq, r.o.Lost)
			if err != nil {
				return nil, err
			}
			recs = append(recs, rec)
		}
	}
	return recs, nil
}

// command is what a curl command says about its request.
type command struct {
	method  string
	urls    []string
	literal bool // URLs are taken as they are spelt, not as patterns
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

func (a *command) parse(words []string) (err error) {
	for len(words) > 0 && err == nil {
		word := words[0]
		words = words[1:]
		switch {
		case len(word) < 2 || word[0] != '-':
			a.urls = append(a.urls, word)
		case strings.HasPrefix(word, "--"):
			words, err = a.long(word, words)
		default:
			words, err = a.short(word, words)
		}
	}
	if err == nil && len(a.urls) == 0 {
		err = errors.New("the command has no URL")
	}
	return err
}

func (a *command) long(word string, words []string) ([]string, error) {
	opt, ok := knownOptions[word]
	if !ok {
		return nil, fmt.Errorf("the option %s is not known here%s", word, nearest.Hint(word, slices.Sorted(maps.Keys(knownOptions))))
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
	}
	return words, nil
}
