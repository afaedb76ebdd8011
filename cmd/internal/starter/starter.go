// Package starter is the commands that write a file to start from, with its schema beside it.
package starter

import (
	"context"
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
	args := cobra.ExactArgs(1)
	if file.Name != "" {
		args = cobra.MaximumNArgs(1)
	}
	return a.Command(file.Use, args, &options{file: file})
}

type options struct {
	App   *app.App
	Force flags.Force
	file  File
}

func (o *options) Run(_ context.Context, args []string) error {
	name, words := append(args, o.file.Name)[0], o.App.Words()
	text, err := fs.ReadFile(o.file.Templates, "template/"+o.file.Schema+"."+words.Name()+".yaml")
	if err != nil {
		return err
	}
	if err := o.Force.Write(name, o.file.Perm, text); err != nil {
		return exit.Usage(err)
	}
	if err := o.file.describe(filepath.Dir(name)); err != nil {
		return exit.Usage(err)
	}
	_, err = fmt.Fprintln(o.App.Stdout, words.Say("command.written."+o.file.Schema, "file", name, "word", shell.Quote(name)))
	return err
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
