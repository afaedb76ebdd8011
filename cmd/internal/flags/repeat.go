package flags

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/internal/shell"
)

// Repeated spells the flags that were given as a shell would take them. Secrets are left out, or masked.
func Repeated(c *cobra.Command) []string {
	var args []string
	add := func(name, value string) { args = append(args, "--"+name+" "+shell.Quote(value)) }
	c.Flags().Visit(func(f *pflag.Flag) {
		_, hidden := f.Value.(*secret.Secret)
		if _, once := f.Annotations[onceKey]; hidden || once {
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
