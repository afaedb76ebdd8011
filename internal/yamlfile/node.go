package yamlfile

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/chatcb/chatcb/internal/nearest"
)

// Node is a value of a document, for types that read themselves.
type Node struct {
	doc  *Document
	node *yaml.Node
}

// IsScalar, IsSequence and IsMapping tell what the node is.
func (n Node) IsScalar() bool { return n.node.Kind == yaml.ScalarNode }

// IsSequence tells a list.
func (n Node) IsSequence() bool { return n.node.Kind == yaml.SequenceNode }

// IsMapping tells keys with values.
func (n Node) IsMapping() bool { return n.node.Kind == yaml.MappingNode }

// Fail notes that the node is wrong.
func (n Node) Fail(format string, args ...any) {
	n.doc.fail(Position{n.node.Line, n.node.Column}, fmt.Sprintf(format, args...))
}

// ReadYAML keeps a node as it is, for a member that is read later.
func (n *Node) ReadYAML(of Node) { *n = of }

// Into reads the node into v, a pointer.
func (n Node) Into(v any) { n.read(reflect.ValueOf(v).Elem(), "") }

var (
	readerType   = reflect.TypeFor[Reader]()
	textType     = reflect.TypeFor[Text]()
	durationType = reflect.TypeFor[time.Duration]()
	timeType     = reflect.TypeFor[time.Time]()
)

func (n Node) read(v reflect.Value, tag reflect.StructTag) {
	if !n.plain() {
		return
	}
	if v.CanAddr() && v.Addr().Type().Implements(readerType) {
		v.Addr().Interface().(Reader).ReadYAML(n)
		return
	}
	switch v.Type() {
	case textType:
		if s, ok := n.scalar("a text"); ok {
			v.Set(reflect.ValueOf(Text{s, n.node}))
		}
		return
	case durationType:
		parse(n, v, "a duration such as 1m30s or 250ms", time.ParseDuration)
		return
	case timeType:
		parse(n, v, "a time such as 2026-01-01T08:00:00Z", func(s string) (time.Time, error) { return time.Parse(time.RFC3339, s) })
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		n.read(p.Elem(), tag)
		v.Set(p)
	case reflect.Struct:
		n.readStruct(v)
	case reflect.Map:
		n.readMap(v)
	case reflect.Slice:
		n.readSlice(v)
	case reflect.String:
		if s, ok := n.scalar("a text"); ok {
			n.checkEnum(s, tag)
			v.SetString(s)
		}
	case reflect.Bool:
		parse(n, v, "true or false", func(s string) (bool, error) {
			if s != "true" && s != "false" { // strconv takes others, too
				return false, strconv.ErrSyntax
			}
			return s == "true", nil
		})
	case reflect.Int, reflect.Int64:
		n.readInt(v, tag)
	case reflect.Uint64: // which need not fit into the numbers of JSON
		parse(n, v, "a whole number from 0", func(s string) (uint64, error) { return strconv.ParseUint(s, 10, 64) })
	case reflect.Float64:
		parse(n, v, "a number", func(s string) (float64, error) { return strconv.ParseFloat(s, 64) })
	default:
		panic("yamlfile: no YAML for " + v.Type().String())
	}
}

// parse reads a scalar by what it is spelt.
func parse[T any](n Node, v reflect.Value, want string, read func(string) (T, error)) (value T, ok bool) {
	s, ok := n.scalar(want)
	if !ok {
		return value, false
	}
	value, err := read(s)
	if err != nil {
		n.Fail("wanted %s, got %s", want, quoted(s))
		return value, false
	}
	v.Set(reflect.ValueOf(value).Convert(v.Type()))
	return value, true
}

// plain refuses what makes a file say something else than it seems to.
func (n Node) plain() bool {
	switch {
	case n.node.Kind == yaml.AliasNode || n.node.Anchor != "":
		n.Fail("anchors and aliases are not taken here; write the value out")
	case n.node.Style&yaml.TaggedStyle != 0:
		n.Fail("tags are not taken here")
	default:
		return true
	}
	return false
}

// Got says what stands there, in the words of messages: "nothing", "a list", or the text in quotes.
func (n Node) Got() string {
	switch n.node.Kind {
	case yaml.MappingNode:
		return "keys with values"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		if n.null() {
			return "nothing"
		}
		if n.doc.alien {
			return "a text"
		}
		return quoted(n.node.Value)
	default:
		return "something else"
	}
}

func (n Node) null() bool { return n.node.Kind == yaml.ScalarNode && n.node.ShortTag() == "!!null" }

func (n Node) scalar(want string) (string, bool) {
	if n.node.Kind != yaml.ScalarNode || n.null() {
		n.Fail("wanted %s, got %s", want, n.Got())
		return "", false
	}
	return n.node.Value, true
}

func (n Node) checkEnum(s string, tag reflect.StructTag) {
	enum, ok := tag.Lookup("enum")
	if !ok {
		return
	}
	if values := strings.Split(enum, ","); !slices.Contains(values, s) {
		n.Fail("wanted %s, got %s%s", strings.Join(values, ", "), quoted(s), nearest.Hint(s, values))
	}
}

func (n Node) readInt(v reflect.Value, tag reflect.StructTag) {
	i, ok := parse(n, v, "a whole number", func(s string) (int64, error) {
		if n.node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
			return 0, strconv.ErrSyntax
		}
		return strconv.ParseInt(s, 10, 64)
	})
	low, hasLow := bound(tag, "min")
	high, hasHigh := bound(tag, "max")
	switch {
	case !ok:
	case hasLow && hasHigh && (i < low || i > high):
		n.Fail("wanted a number from %d to %d, got %d", low, high, i)
	case hasLow && i < low:
		n.Fail("wanted a number from %d on, got %d", low, i)
	case hasHigh && i > high:
		n.Fail("wanted a number up to %d, got %d", high, i)
	}
}

func bound(tag reflect.StructTag, key string) (int64, bool) {
	text, ok := tag.Lookup(key)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic("yamlfile: tag " + key + " is no number: " + text)
	}
	return n, true
}
