package flags

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/completion"
)

// Bind declares the flags of a command, by the tags of the fields of the struct that o points to, in their order:
//
//	Jobs   int    `flag:"jobs" atleast:"0"`
//	Order  string `flag:"order" default:"wire" oneof:"wire,documented"`
//	Policy string `flag:"policy" reads:"NAME" complete:"yaml"`
//
// A field may be of each kind that pflag knows, or have Set, or UnmarshalText. Without the tag default it keeps the value that it
// has. A field that is a struct is a group of flags; its tags without, hidden and once list those that this command does not have,
// those that its help does not tell of, and those that a command to be repeated does not have (* is all). A field of the type of a
// value of context is set to that value; the command and its flags are context too. The other tags:
//
//	short      a letter: -k
//	bare       what the flag means where it stands without a value
//	commas     a list may be one value, with commas
//	oneof      the words that it takes: a,b,c or @LIST of package completion
//	atleast    the least number, or seconds
//	above      what the number must be more than
//	complete   what shells offer, as in completion.Of
//	reads      where in the value the name of a file stands that is read: see Place
//	writes     likewise of one that is written
//	excludes   flags that cannot be given beside it: a,b,c
//	needs      the flag without which it says nothing
//	once       it says how much is done or how it is shown, or a command to be repeated says it in its own way: see Repeated
func Bind(c *cobra.Command, o any, context ...any) {
	b := binder{cmd: c, flags: c.Flags(), context: append(context, c, c.Flags())}
	b.group(reflect.ValueOf(o).Elem())
}

// BindAll declares flags that all commands below c have too.
func BindAll(c *cobra.Command, o any) {
	b := binder{cmd: c, flags: c.PersistentFlags(), once: []string{"*"}}
	b.group(reflect.ValueOf(o).Elem())
}

// Preset is a group that sets defaults which no tag can say, before it is bound. What is set already stays.
type Preset interface{ Preset() }

// Declarer is a group that declares flags of its own.
type Declarer interface{ Declare(c *cobra.Command) }

// as is a group as what it implements. One that is embedded by an unexported name has its methods promoted.
func as[T any](group reflect.Value) (t T, ok bool) {
	if group.CanInterface() {
		t, ok = group.Addr().Interface().(T)
	}
	return t, ok
}

type binder struct {
	cmd                   *cobra.Command
	flags                 *pflag.FlagSet
	context               []any
	without, hidden, once []string // names of flags
}

func (b binder) group(group reflect.Value) {
	if preset, ok := as[Preset](group); ok {
		preset.Preset()
	}
	for field, value := range group.Fields() {
		name, isFlag := field.Tag.Lookup("flag")
		switch {
		case isFlag && slices.Contains(b.without, name), !isFlag && !field.IsExported() && !field.Anonymous:
		case isFlag && field.Type.Kind() != reflect.Struct:
			b.flag(name, field.Tag, value)
		case field.Type.Kind() == reflect.Struct:
			if isFlag { // which may have parts with flags of their own
				b.flag(name, field.Tag, value)
			}
			inner := b
			for key, names := range map[string]*[]string{"without": &inner.without, "hidden": &inner.hidden, "once": &inner.once} {
				*names = append(slices.Clone(*names), strings.Split(field.Tag.Get(key), ",")...)
			}
			inner.group(value)
		default:
			for _, known := range b.context {
				if reflect.TypeOf(known) == field.Type {
					value.Set(reflect.ValueOf(known))
				}
			}
		}
	}
	if own, ok := as[Declarer](group); ok {
		own.Declare(b.cmd)
	}
}

func (b *binder) flag(name string, tag reflect.StructTag, value reflect.Value) {
	declare(b.flags, name, tag, value)
	f := b.flags.Lookup(name)
	checked := &Checked{Value: f.Value, words: completion.Words(tag.Get("oneof"))}
	for _, bound := range []string{"atleast", "above"} {
		if least, err := strconv.ParseFloat(tag.Get(bound), 64); err == nil {
			checked.bound, checked.least = bound, least
		}
	}
	if checked.words != nil || checked.plain() {
		f.Value = checked
	}
	if checked.words != nil {
		_ = b.cmd.RegisterFlagCompletionFunc(name, completion.OneOf(checked.words...)) // it is there, and has none yet
	}
	if preset, ok := tag.Lookup("default"); ok {
		if err := f.Value.Set(preset); err != nil {
			panic(fmt.Sprintf("the default of --%s: %v", name, err))
		}
		f.DefValue = f.Value.String()
	}
	if bare, ok := tag.Lookup("bare"); ok {
		f.NoOptDefVal = bare
	}
	if offered, ok := tag.Lookup("complete"); ok {
		_ = b.cmd.RegisterFlagCompletionFunc(name, completion.Of(offered)) // likewise
	}
	f.Hidden = slices.Contains(b.hidden, name)
	f.Annotations = map[string][]string{}
	if tag.Get(onceKey) != "" || slices.Contains(b.once, name) || slices.Contains(b.once, "*") {
		f.Annotations[onceKey] = nil
	}
	for _, key := range []string{readsKey, writesKey, excludesKey, needsKey} {
		if text, ok := tag.Lookup(key); ok {
			f.Annotations[key] = strings.Split(text, ",")
		}
	}
}

// declare declares a flag over a field. Types that have the kind of another are bound as that.
func declare(fs *pflag.FlagSet, name string, tag reflect.StructTag, value reflect.Value) {
	short := tag.Get("short")
	switch to := value.Addr().Interface().(type) {
	case pflag.Value:
		fs.VarP(to, name, short, "")
	case encoding.TextUnmarshaler:
		fs.VarP(&text{TextUnmarshaler: to}, name, short, "")
	case *string:
		fs.StringVarP(to, name, short, *to, "")
	case *bool:
		fs.BoolVarP(to, name, short, *to, "")
	case *int:
		fs.IntVarP(to, name, short, *to, "")
	case *int64:
		fs.Int64VarP(to, name, short, *to, "")
	case *uint64:
		fs.Uint64VarP(to, name, short, *to, "")
	case *float64:
		fs.Float64VarP(to, name, short, *to, "")
	case *time.Duration:
		fs.DurationVarP(to, name, short, *to, "")
	case *[]string:
		if tag.Get("commas") != "" {
			fs.StringSliceVarP(to, name, short, *to, "")
		} else {
			fs.StringArrayVarP(to, name, short, *to, "")
		}
	default:
		if value.Kind() != reflect.String {
			panic(fmt.Sprintf("--%s: a flag cannot be a %T", name, to))
		}
		word := value.Addr().Convert(reflect.TypeFor[*string]()).Interface().(*string)
		fs.StringVarP(word, name, short, *word, "")
	}
}

// text is a value that reads itself from what was typed, and shows that.
type text struct {
	encoding.TextUnmarshaler
	typed string
}

func (t *text) Set(typed string) error {
	if err := t.UnmarshalText([]byte(typed)); err != nil {
		return err
	}
	t.typed = typed
	return nil
}

func (t *text) String() string { return t.typed }

// Type is what pflag calls it.
func (t *text) Type() string { return "string" }
