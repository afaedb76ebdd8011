package yamlfile

import (
	"fmt"
	"reflect"
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
	switch {
	case v.Type() == textType:
		if s, ok := n.scalar("a text"); ok {
			v.Set(reflect.ValueOf(Text{s, n.node}))
		}
		return
	case v.Type() == durationType:
		n.readDuration(v)
		return
	case v.Type() == timeType:
		n.readTime(v)
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
		n.readBool(v)
	case reflect.Int, reflect.Int64:
		n.readInt(v, tag)
	case reflect.Uint64:
		n.readUint(v)
	case reflect.Float64:
		n.readFloat(v)
	default:
		panic("strictyaml: no YAML for " + v.Type().String())
	}
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
func (n Node) Got() string { return n.kind() }

func (n Node) kind() string {
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
		n.Fail("wanted %s, got %s", want, n.kind())
		return "", false
	}
	return n.node.Value, true
}

func (n Node) checkEnum(s string, tag reflect.StructTag) {
	enum, ok := tag.Lookup("enum")
	if !ok {
		return
	}
	values := strings.Split(enum, ",")
	for _, v := range values {
		if v == s {
			return
		}
	}
	n.Fail("wanted %s, got %s%s", strings.Join(values, ", "), quoted(s), nearest.Hint(s, values))
}

func (n Node) readBool(v reflect.Value) {
	s, ok := n.scalar("true or false")
	if !ok {
		return
	}
	if s != "true" && s != "false" {
		n.Fail("wanted true or false, got %s", quoted(s))
		return
	}
	v.SetBool(s == "true")
}

func (n Node) readInt(v reflect.Value, tag reflect.StructTag) {
	s, ok := n.scalar("a whole number")
	if !ok {
		return
	}
	i, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n.node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		n.Fail("wanted a whole number, got %s", quoted(s))
		return
	}
	low, hasLow := bound(tag, "min")
	high, hasHigh := bound(tag, "max")
	switch {
	case hasLow && hasHigh && (i < low || i > high):
		n.Fail("wanted a number from %d to %d, got %d", low, high, i)
	case hasLow && i < low:
		n.Fail("wanted a number from %d on, got %d", low, i)
	case hasHigh && i > high:
		n.Fail("wanted a number up to %d, got %d", high, i)
	}
	v.SetInt(i)
}

// readUint reads a whole number that need not fit into the numbers of JSON.
func (n Node) readUint(v reflect.Value) {
	s, _ := n.scalar("a whole number from 0")
	i, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		n.Fail("wanted a whole number from 0, got %s", quoted(s))
	}
	v.SetUint(i)
}

func (n Node) readTime(v reflect.Value) {
	s, _ := n.scalar("a time")
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		n.Fail("wanted a time such as 2026-01-01T08:00:00Z, got %s", quoted(s))
	}
	v.Set(reflect.ValueOf(t))
}

func bound(tag reflect.StructTag, key string) (int64, bool) {
	text, ok := tag.Lookup(key)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic("strictyaml: tag " + key + " is no number: " + text)
	}
	return n, true
}

func (n Node) readFloat(v reflect.Value) {
	s, ok := n.scalar("a number")
	if !ok {
		return
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		n.Fail("wanted a number, got %s", quoted(s))
		return
	}
	v.SetFloat(f)
}

func (n Node) readDuration(v reflect.Value) {
	s, ok := n.scalar("a duration such as 90s")
	if !ok {
		return
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		n.Fail("wanted a duration such as 1m30s or 250ms, got %s", quoted(s))
		return
	}
	v.SetInt(int64(d))
}
