package fault

import (
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/chatcb/chatcb/internal/yamlfile"
)

// formula is an expression of the table over a [view], compiled when it is first needed.
type formula struct {
	source  string
	program func() *vm.Program
}

// ReadYAML takes a text, and a number as it is spelt.
func (f *formula) ReadYAML(n yamlfile.Node) {
	n.Into(&f.source)
	f.program = sync.OnceValue(func() *vm.Program {
		p, err := expr.Compile(f.source, append(functions(), expr.Env(&view{}))...)
		if err != nil {
			panic(fmt.Errorf("%s: %w", f.source, err)) // of the table, and compiled by the tests
		}
		return p
	})
}

func (f formula) given() bool { return f.program != nil }

// of is the value, or nil where it cannot be had: a condition does not hold then.
func (f formula) of(v *view) any {
	value, err := expr.Run(f.program(), v)
	if err != nil {
		return nil
	}
	return value
}

func (f formula) holds(v *view) bool {
	is, _ := f.of(v).(bool)
	return is
}

func (f formula) text(v *view) string {
	text, _ := f.of(v).(string)
	return text
}

func (f formula) number(v *view) int64 { return whole(f.of(v)) }

func whole(value any) int64 {
	if n := reflect.ValueOf(value); n.CanInt() {
		return n.Int()
	}
	return 0
}

// time is a duration, or so many milliseconds.
func (f formula) time(v *view) time.Duration {
	value := f.of(v)
	if d, ok := value.(time.Duration); ok {
		return d
	}
	return time.Duration(whole(value)) * time.Millisecond
}

// listed is a list of texts, as an expression makes it.
func listed(list any) (texts []string) {
	switch list := list.(type) {
	case []string:
		return list
	case []any:
		for _, one := range list {
			texts = append(texts, fmt.Sprint(one))
		}
	}
	return texts
}

// functions are those that expressions have beside what they see.
func functions() []expr.Option {
	of := func(name string, fn func(args ...any) any, types ...any) expr.Option {
		return expr.Function(name, func(args ...any) (any, error) { return fn(args...), nil }, types...)
	}
	text, size := new(func(string) string), new(func(string) int)
	return []expr.Option{
		of("size", func(args ...any) any { return len(args[0].(string)) }, size), // in bytes
		of("occurs", func(args ...any) any { return strings.Count(args[0].(string), args[1].(string)) }, new(func(string, string) int)),
		of("cut", cut, new(func(string, int) string), new(func(string, float64) string)), // to so many bytes
		of("bytes", eachByte, new(func(string) []string)),
		of("hex", func(args ...any) any { return strconv.FormatInt(int64(args[0].(int)), 16) }, new(func(int) string)),
		of("quote", func(args ...any) any { return strconv.Quote(args[0].(string)) }, text),
		of("utf8", func(args ...any) any { return utf8.ValidString(args[0].(string)) }, new(func(string) bool)),
		of("ascii", func(args ...any) any { return strings.Map(toASCII, args[0].(string)) }, text),
		of("number", func(args ...any) any { return numberIn(args[0].(string)) }, new(func(string) float64)),
		of("framed", func(args ...any) any { return fmt.Sprintf(framedHead, args[0]) }, new(func(int) string)),
		of("gzip", func(args ...any) any { return zipped(args[0].(string)) }, text),
		of("pretty", func(args ...any) any { return pretty(args[0].(string)) }, text),
		of("md5", func(args ...any) any { return fmt.Sprintf("%x", md5.Sum([]byte(args[0].(string)))) }, text),
		of("hmac", hmacOf, new(func(key, text string) string)),
	}
}

// The heads of an answer whose Content-Length is a claim, and of one in chunks.
const (
	framedHead  = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
	chunkedHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
)

func cut(args ...any) any {
	if n, ok := args[1].(int); ok {
		return args[0].(string)[:n]
	}
	return args[0].(string)[:int(args[1].(float64))]
}

func eachByte(args ...any) any {
	var list []string
	for _, b := range []byte(args[0].(string)) {
		list = append(list, string([]byte{b}))
	}
	return list
}

func toASCII(r rune) rune {
	if r >= utf8.RuneSelf || r < ' ' {
		return '?'
	}
	return r
}

// numberIn is NaN for a text that is no number.
func numberIn(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return f
}

func zipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text)) // into memory
	_ = z.Close()
	return b.String()
}

// pretty indents JSON; what is none stays as it is.
func pretty(text string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(text), "", "\t") != nil {
		return text
	}
	return strings.ReplaceAll(b.String(), "\n", "\r\n") + "\r\n"
}

func hmacOf(args ...any) any {
	mac := hmac.New(sha256.New, []byte(args[0].(string)))
	mac.Write([]byte(args[1].(string))) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil))
}
