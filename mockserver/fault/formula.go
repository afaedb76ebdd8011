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
		p, err := compile(f.source)
		if err != nil {
			panic(fmt.Errorf("%s: %w", f.source, err)) // of the table, and compiled by the tests
		}
		return p
	})
}

func compile(source string) (*vm.Program, error) {
	return expr.Compile(source, expr.Env(map[string]any(nothing())))
}

func (f formula) given() bool { return f.program != nil }

// of is the value, or nil where it cannot be had: a condition does not hold then.
func (f formula) of(v view) any {
	value, err := expr.Run(f.program(), map[string]any(v))
	if err != nil {
		return nil
	}
	return value
}

func (f formula) holds(v view) bool {
	is, _ := f.of(v).(bool)
	return is
}

func (f formula) text(v view) string {
	text, _ := f.of(v).(string)
	return text
}

func (f formula) number(v view) int64 { return whole(f.of(v)) }

func whole(value any) int64 {
	if n := reflect.ValueOf(value); n.CanInt() {
		return n.Int()
	}
	return 0
}

// time is a duration, or so many milliseconds.
func (f formula) time(v view) time.Duration {
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

// functions are those that expressions have whatever they see.
func functions() view {
	return view{
		"size": func(text string) int { return len(text) }, // in bytes
		"cut":  func(text string, n int) string { return text[:n] },
		"bytes": func(text string) (list []string) {
			for _, b := range []byte(text) {
				list = append(list, string([]byte{b}))
			}
			return list
		},
		"occurs": strings.Count,
		"hex":    func(n int) string { return strconv.FormatInt(int64(n), 16) },
		"quote":  strconv.Quote,
		"utf8":   utf8.ValidString,
		"ascii":  func(text string) string { return strings.Map(toASCII, text) },
		"number": numberIn,
		"gzip":   zipped,
		"pretty": pretty,
		"md5":    func(text string) string { return fmt.Sprintf("%x", md5.Sum([]byte(text))) },
		"hmac":   hmacOf,
		// The heads of an answer whose Content-Length is a claim, and of one in chunks.
		"framed":  func(n int) string { return fmt.Sprintf(head, "Content-Length: "+strconv.Itoa(n)) },
		"chunked": fmt.Sprintf(head, "Transfer-Encoding: chunked"),
	}
}

const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n%s\r\n\r\n"

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

func hmacOf(key, text string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text)) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil))
}
