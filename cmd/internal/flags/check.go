package flags

import (
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/exit"
)

// The tags that are looked at once all flags are set are annotations, under their own names.
const (
	readsKey    = "reads"
	writesKey   = "writes"
	excludesKey = "excludes"
	needsKey    = "needs"
	onceKey     = "once"
)

// Place is where in the value of a flag the name of a file stands.
type Place string

// The places that there are.
const (
	Whole       Place = "NAME"
	AfterAt     Place = "@NAME"
	AfterEquals Place = "FORMAT=NAME"
	OfCapture   Place = "capture:NAME" // or a parameter of it: capture:speed=2,file=NAME
)

// NamesFile reports whether a flag names a file that is read, or a file or folder that is written, and where in its value.
func NamesFile(f *pflag.Flag) (place Place, reads, writes bool) {
	at, reads := f.Annotations[readsKey]
	if !reads {
		at, writes = f.Annotations[writesKey]
	}
	return Place(strings.Join(at, "")), reads, writes
}

// Check refuses flags that say nothing beside each other.
func Check(c *cobra.Command) (err error) {
	given := func(name string) bool {
		f := c.Flags().Lookup(name)
		return f != nil && f.Changed && !slices.Contains([]string{"", "[]", "false"}, f.Value.String())
	}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if err != nil || !given(f.Name) {
			return
		}
		for _, other := range f.Annotations[excludesKey] {
			if given(other) {
				err = exit.Say("command.flags-exclude", "flag", f.Name, "other", other)
			}
		}
		for _, other := range f.Annotations[needsKey] {
			if !given(other) {
				err = exit.Say("command.flag-needs", "flag", f.Name, "other", other)
			}
		}
	})
	return err
}

// Resolver is a group that makes something of its flags, once they are set.
type Resolver interface{ Resolve() error }

// Resolve has the groups of the struct that o points to make something of their flags, in their order.
func Resolve(o any) error { return resolve(reflect.ValueOf(o).Elem()) }

func resolve(group reflect.Value) error {
	for field, value := range group.Fields() {
		if !field.IsExported() && !field.Anonymous || field.Type.Kind() != reflect.Struct {
			continue
		}
		if err := resolve(value); err != nil {
			return err
		}
		if r, ok := as[Resolver](value); ok {
			if err := r.Resolve(); err != nil {
				return err
			}
		}
	}
	return nil
}
