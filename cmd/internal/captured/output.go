package captured

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/capture/formats"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// Output is the file that a command writes.
type Output struct {
	File    string
	WriteAs string
	Package string
	Force   flags.Force
	Lost    format.Lost
	out     *capture.Output
	Sink    format.Sink
	N       int // records written
}

func (o *Output) Bind(c *cobra.Command) {
	f := c.Flags()
	f.StringVarP(&o.File, "out", "o", capture.Stdio, "")
	flags.OneOf(f, &o.WriteAs, "write-as", "", formats.Writable()...)
	o.Force.Bind(f)
	f.StringVar(&o.Package, "package", "", "")
}

// Open begins the file. Nothing of it is there before close.
func (o *Output) Open(in *Input) error {
	f, ok := formats.ByEnding(o.File)
	if o.WriteAs != "" {
		f, _ = formats.ByName(o.WriteAs)
	} else if !ok {
		f, _ = formats.ByName("capture")
	}
	var err error
	if o.out, err = capture.Create(o.File, in.App.Stdout, o.Force.Options(true, 0)); err != nil {
		return exit.Usagef("--out: %w", err)
	}
	o.Sink = f.Write(o.out, format.Options{
		Strict: in.Strict, OnProblem: func(err error) { in.Skip("--out", err) }, Lost: &o.Lost, Judge: in.Judge, Package: o.Package,
		Tool: app.ToolName(),
	})
	return nil
}

func (o *Output) Write(r *capture.Record) error {
	o.N++
	return o.Sink.Write(r)
}

// Close completes the file if err is nil, and else leaves nothing of it.
func (o *Output) Close(err error) error {
	if err != nil {
		return errors.Join(err, o.out.Abort())
	}
	if err := o.Sink.Close(); err != nil {
		return errors.Join(err, o.out.Abort())
	}
	return o.out.Close()
}
