// Package starter is the commands that write a file to start from, with its schema beside it.
package starter

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/report/schema"
)

// File is what such a command writes.
type File struct {
	Use       string
	Name      string      // where the user names none; "" wants one
	Schema    string      // of which schema it is; its first line names chatcb-SCHEMA.schema.json
	Perm      fs.FileMode // 0 for what the umask leaves
	Templates fs.FS       // template/SCHEMA.LANGUAGE.yaml
}

// New is a command that writes the file. What to do with it then is the text written.SCHEMA of command.txt.
func New(a *app.App, file File) *cobra.Command {
	var force flags.Force
	c := &cobra.Command{
		Use:  file.Use,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := file.Name
			if len(args) == 1 {
				name = args[0]
			}
			text, err := fs.ReadFile(file.Templates, "template/"+file.Schema+"."+a.Words().Name()+".yaml")
			if err != nil {
				return err
			}
			if err := force.Write(name, file.Perm, text); err != nil {
				return exit.Usage(err)
			}
			if err := file.describe(filepath.Dir(name)); err != nil {
				return exit.Usage(err)
			}
			_, err = fmt.Fprintln(a.Stdout, a.Words().Say("command.written."+file.Schema, "file", name, "word", shell.Quote(name)))
			return err
		},
	}
	if file.Name != "" {
		c.Args = cobra.MaximumNArgs(1)
	}
	force.Bind(c.Flags())
	return c
}

// describe writes the schema, unless it is there.
func (f *File) describe(dir string) error {
	text, err := schema.Document(f.Schema)
	if err != nil {
		return err
	}
	err = newfile.Write(filepath.Join(dir, "chatcb-"+f.Schema+".schema.json"), text, newfile.Options{Whole: true})
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}
