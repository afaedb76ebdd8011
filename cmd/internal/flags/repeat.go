package flags

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/help"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/internal/shell"
)

// notRepeated are the flags that say how much is sent or how it is shown, and those that a repeat command sets itself.
var notRepeated = map[string]bool{
	"count": true, "jobs": true, "seed": true, "number": true, "event-time": true, "target": true, "wait": true,
	"output": true, "json": true, "color": true, "language": true, "config": true, "profile": true, "raw": true, "dry-run": true,
	"curl": true, "only": true, "skip": true, "report": true, "shuffle": true,
	"fail-fast": true, "baseline": true, "update-baseline": true, "reason": true, "owner": true, "expires-in": true,
	"accept-risk": true, "depth": true, "require-denial": true, "last-failed": true, "watch": true, "force": true,
}

// Repeated spells the flags that were given as a shell would take them. Secrets are left out, or masked.
func Repeated(c *cobra.Command) []string {
	var args []string
	add := func(name, value string) { args = append(args, "--"+name+" "+shell.Quote(value)) }
	c.Flags().Visit(func(f *pflag.Flag) {
		_, hidden := f.Value.(*secret.Secret)
		_, field := f.Annotations[help.FieldFlag] // --force of send
		if hidden || notRepeated[f.Name] && !field {
			return
		}
		switch value := f.Value.(type) {
		case pflag.SliceValue:
			for _, v := range value.GetSlice() {
				add(f.Name, v)
			}
		default:
			switch value := f.Value.String(); {
			case f.NoOptDefVal == "":
				add(f.Name, value)
			case value == f.NoOptDefVal:
				args = append(args, "--"+f.Name)
			default: // a value apart would be an argument
				args = append(args, "--"+f.Name+"="+shell.Quote(value))
			}
		}
	})
	return args
}
