package cmd

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/capture/formats"
)

// captureOutput is the file that a command writes.
type captureOutput struct {
	file    string
	writeAs string
	pkg     string
	lost    format.Lost
	out     *capture.Output
	sink    format.Sink
	n       int
}

func (o *captureOutput) bind(c *cobra.Command) {
	f := c.Flags()
	f.StringVarP(&o.file, "out", "o", capture.Stdio, "file to write, compressed if its name ends in .gz or .zst; - is standard output")
	f.StringVar(&o.writeAs, "write-as", "", "format to write: "+strings.Join(formats.Writable(), ", ")+" (default: by the name of --out, else capture)")
	f.StringVar(&o.pkg, "package", "", "package of Go fixtures (default callback_test)")
}

// open begins the file. Nothing of it is there before close.
func (o *captureOutput) open(in *captureInput) error {
	f, ok := formats.ByEnding(o.file)
	if o.writeAs != "" {
		if err := oneOf("--write-as", o.writeAs, formats.Writable()...); err != nil {
			return err
		}
		f, _ = formats.ByName(o.writeAs)
	} else if !ok {
		f, _ = formats.ByName("capture")
	}
	var err error
	if o.out, err = capture.Create(o.file, in.app.stdout, true); err != nil {
		return usagef("--out: %w", err)
	}
	o.sink = f.Write(o.out, format.Options{
		Strict: in.strict, OnProblem: func(err error) { in.skip("--out", err) }, Lost: &o.lost, Judge: in.judge, Package: o.pkg, Tool: toolName(),
	})
	return nil
}

func (o *captureOutput) write(r *capture.Record) error {
	o.n++
	return o.sink.Write(r)
}

// close completes the file if err is nil, and else leaves nothing of it.
func (o *captureOutput) close(err error) error {
	if err != nil {
		return errors.Join(err, o.out.Abort())
	}
	if err := o.sink.Close(); err != nil {
		return errors.Join(err, o.out.Abort())
	}
	return o.out.Close()
}
