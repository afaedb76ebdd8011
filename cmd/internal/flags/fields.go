package flags

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/completion"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/help"
	"github.com/chatcb/chatcb/exchange"
)

// Webhook chooses whose requests are sent.
type Webhook struct {
	Command string `flag:"command" complete:"commands"`
	Value   *callback.Webhook
}

// Resolve finds the webhook.
func (w *Webhook) Resolve() error {
	for _, known := range callback.Webhooks() {
		if w.Value == nil && strings.HasSuffix(known.Command, w.Command) {
			w.Value = known
		}
	}
	if w.Value == nil {
		return exit.OneOf("--command", w.Command, callback.Commands()...)
	}
	return nil
}

// Edits are changes of single members.
type Edits struct {
	Set     []string `flag:"set"`
	SetJSON []string `flag:"set-json"`
}

// Parse reads the flags, in the order in which they are applied.
func (e *Edits) Parse() (edits []exchange.Edit, err error) {
	for i, arg := range slices.Concat(e.Set, e.SetJSON) {
		edit, err := exchange.ParseEdit(arg, i >= len(e.Set))
		if err != nil {
			return nil, exit.Usagef("%s: %w", EditFlag(edit), err)
		}
		edits = append(edits, edit)
	}
	return edits, nil
}

// EditFlag is the flag of an edit.
func EditFlag(e exchange.Edit) string {
	if e.JSON {
		return "--set-json"
	}
	return "--set"
}

// Fields are the flags of what is in a request: one for each field that a webhook has, but for its time.
type Fields struct {
	To []string // accounts of items

	fields []*callback.Field
	texts  map[*callback.Field]*string
	flags  *pflag.FlagSet
}

// Declare declares a flag for each field of every webhook.
func (s *Fields) Declare(c *cobra.Command) {
	s.declare(c.Flags(), callback.Webhooks()...)
	_ = c.RegisterFlagCompletionFunc("source", completion.OneOf("Android", "iOS", "Web", "Windows")) // it is there
}

func (s *Fields) declare(f *pflag.FlagSet, webhooks ...*callback.Webhook) {
	s.flags, s.texts = f, map[*callback.Field]*string{}
	for _, field := range callback.FieldsOf(webhooks...) {
		usage := fieldHelp(field, strings.Join(field.Names(webhooks...), " or "))
		switch {
		case field.Kind == callback.KindTime:
			continue
		case field.OfItem && field.Slot == callback.To:
			f.StringSliceVar(&s.To, field.Flag(), nil, usage+", separated by commas")
		case field.Kind == callback.KindFlag:
			f.Bool(field.Flag(), false, usage)
			f.Lookup(field.Flag()).Value = &Checked{Value: f.Lookup(field.Flag()).Value}
		default:
			s.texts[field] = f.String(field.Flag(), "", usage)
		}
		_ = f.SetAnnotation(field.Flag(), help.FieldFlag, nil) // it is there
		s.fields = append(s.fields, field)
	}
}

func fieldHelp(f *callback.Field, names string) string {
	switch f.Kind {
	case callback.KindAccount:
		return names + ": " + f.Doc
	case callback.KindWord:
		help := names + ": " + strings.Join(f.Words(), " or ")
		if f.Default != "" {
			help += " (default " + f.Words()[0] + ")"
		}
		return help
	case callback.KindTag:
		return fmt.Sprintf("%s: %s and up to %d letters, or just the letters", names, f.Prefix, f.Limit)
	case callback.KindFlag:
		return names + " 1, which real traffic does not have"
	}
	return fmt.Sprintf("%s of every friend, at most %d bytes", names, f.Limit)
}

// Changed is the name of a flag that was given, or "".
func (s *Fields) Changed() string {
	for _, field := range s.fields {
		if s.flags.Changed(field.Flag()) {
			return field.Flag()
		}
	}
	return ""
}

// Check refuses words that a field does not have, unless any will do, and fields that the webhook does not have.
func (s *Fields) Check(w *callback.Webhook, anyWord bool) error {
	for _, field := range s.fields {
		text, own := s.texts[field], field.In(w)
		switch {
		case !s.flags.Changed(field.Flag()):
		case own == nil:
			return exit.Usagef("--%s: a request of %s has no such member", field.Flag(), w.Command)
		case own.Kind == callback.KindWord && !anyWord && *text != "" && own.Check(own.Full(*text)) != "":
			return exit.Usagef("%w; --allow-invalid sends it all the same", exit.OneOf("--"+field.Flag(), *text, own.Words()...))
		}
	}
	return nil
}

// Apply writes what was given over a request that has an item for each account of To.
func (s *Fields) Apply(q *callback.Request) {
	if len(s.To) > 0 {
		q.Items = q.Items[:len(s.To)]
	}
	for i, id := range s.To {
		q.Items[i].ToAccount = id
	}
	for _, field := range s.fields {
		text := s.texts[field]
		switch {
		case !s.flags.Changed(field.Flag()):
		case field.Kind == callback.KindFlag:
			field.Set(q, "1")
		case text != nil:
			field.Set(q, field.Full(*text))
		}
	}
}
