package flags

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/internal/secret"
)

type shade string

// span reads itself from a text.
type span struct{ from, to string }

func (s *span) UnmarshalText(text []byte) error {
	var ok bool
	if s.from, s.to, ok = strings.Cut(string(text), "-"); !ok {
		return errors.New("wanted FROM-TO")
	}
	return nil
}

type inner struct {
	Deep string `flag:"deep"`
	Left string `flag:"left"`
	Cmd  *cobra.Command
}

type group struct {
	Size     int64 `flag:"size"`
	Kept     int64 `flag:"kept"`
	Inner    inner `without:"left"`
	resolved bool
}

// Preset is of a default that no tag can say.
func (g *group) Preset() { g.Size = 1 << 40 }

func (g *group) Resolve() error {
	g.resolved = true
	if g.Size < 0 {
		return errors.New("negative")
	}
	return nil
}

// hidden is embedded under a name that is not exported.
type hidden struct {
	Below uint64 `flag:"below" needs:"yes"`
}

type options struct {
	Out   io.Writer
	Flags *pflag.FlagSet
	Text  string `flag:"text" short:"t" default:"a"`
	Yes   bool   `flag:"yes"`
	hidden
	Shade  shade         `flag:"shade" default:"dark" oneof:"dark,light"`
	List   []string      `flag:"list" excludes:"text,several"`
	Commas []string      `flag:"several" commas:"yes"`
	Share  float64       `flag:"share"`
	Time   time.Duration `flag:"time"`
	Token  secret.Secret `flag:"token"`
	Span   span          `flag:"span"`
	Maybe  string        `flag:"maybe" bare:"any"`
	File   string        `flag:"file" reads:"@NAME"`
	Group  group         `hidden:"kept"`
	Plain  struct{ Text string }
	state  int
}

func bound(t *testing.T, args ...string) (*cobra.Command, *options) {
	t.Helper()
	c, o := &cobra.Command{}, &options{Group: group{Kept: 3}}
	c.Flags().SortFlags = false
	Bind(c, o, io.Discard)
	if err := c.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	return c, o
}

// The fields of a struct are flags, in their order, with all that their tags say.
func TestBind(t *testing.T) {
	t.Parallel()
	c, o := bound(t, "-t", "b", "--yes", "--below", "2", "--shade", "light", "--list", "x,y", "--several", "x,y", "--share", "0.5", "--time", "1s",
		"--token", "s3cret", "--span", "a-b", "--maybe", "--size", "4", "--deep", "d")
	if o.Text != "b" || !o.Yes || o.Below != 2 || o.Shade != "light" || !slices.Equal(o.List, []string{"x,y"}) ||
		!slices.Equal(o.Commas, []string{"x", "y"}) || o.Share != 0.5 || o.Time != time.Second || o.Token.Reveal() != "s3cret" ||
		o.Span != (span{"a", "b"}) || o.Maybe != "any" || o.Group.Size != 4 || o.Group.Inner.Deep != "d" {
		t.Errorf("got %+v", o)
	}
	if o.Flags != c.Flags() || o.Group.Inner.Cmd != c || o.state != 0 || o.Plain.Text != "" {
		t.Errorf("got %+v", o)
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	want := "text yes below shade list several share time token span maybe file size kept deep"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got the flags %s, want %s", got, want)
	}
	for name, want := range map[string]string{"text": "a", "shade": "dark", "size": "1099511627776", "kept": "3", "token": "", "span": ""} {
		if got := c.Flags().Lookup(name).DefValue; got != want {
			t.Errorf("--%s: got the default %q, want %q", name, got, want)
		}
	}
	if f := c.Flags().Lookup("kept"); !f.Hidden || c.Flags().Lookup("size").Hidden {
		t.Error("the wrong flags are hidden")
	}
	if place, reads, writes := NamesFile(c.Flags().Lookup("file")); place != AfterAt || !reads || writes {
		t.Errorf("got %q, %v, %v", place, reads, writes)
	}
	if err := c.Flags().Set("span", "nothing"); err == nil || !strings.Contains(err.Error(), "wanted FROM-TO") {
		t.Errorf("got %v", err)
	}
}

// Flags that say nothing beside each other are refused, whatever value they were given.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ args, want string }{
		{"", ""},
		{"--list x", ""},
		{"--list x --text b", "--list and --text exclude each other"},
		{"--list x --several y", "--list and --several exclude each other"},
		{"--list x --several=", ""},
		{"--below 0", "--below needs --yes"},
		{"--below 0 --yes=false", "--below needs --yes"},
		{"--below 0 --yes", ""},
	} {
		c, _ := bound(t, strings.Fields(tt.args)...)
		got := ""
		if err := Check(c); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.args, got, tt.want)
		}
	}
}

// Groups make something of their flags, and the first error ends it.
func TestResolve(t *testing.T) {
	t.Parallel()
	_, o := bound(t)
	if err := Resolve(o); err != nil || !o.Group.resolved {
		t.Errorf("got %v, %v", err, o.Group.resolved)
	}
	_, o = bound(t, "--size", "-1")
	if err := Resolve(o); err == nil {
		t.Error("got no error")
	}
}

// A tag that cannot be meant ends every test of the program.
func TestBindRefuses(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]any{
		"kind": &struct {
			C chan int `flag:"c"`
		}{},
		"default": &struct {
			N int `flag:"n" default:"x"`
		}{},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: got no panic", name)
				}
			}()
			Bind(&cobra.Command{}, o)
		}()
	}
}
