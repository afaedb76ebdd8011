package captured

import (
	"errors"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/capture/formats"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// Output is the file that a command writes.
type Output struct {
	File    string `flag:"out" short:"o" default:"-" writes:"NAME"`
	WriteAs string `flag:"write-as" oneof:"@writable"`
	Force   flags.Force
	Package string `flag:"package"`

	N int // records written
}

// Copy writes the records into the file, and tells what the formats had no place for. The file is there when it is complete.
// Begin hears of the header of a capture before anything is read.
func (o *Output) Copy(in *Input, records iter.Seq2[*capture.Record, error], begin func(*capture.Header)) error {
	f, ok := formats.ByEnding(o.File)
	if o.WriteAs != "" {
		f, _ = formats.ByName(o.WriteAs)
	} else if !ok {
		f, _ = formats.ByName("capture")
	}
	file, err := capture.Create(o.File, in.App.Stdout, o.Force.Options(true, 0))
	if err != nil {
		return exit.Usagef("--out: %w", err)
	}
	var lost format.Lost
	sink := f.Write(file, format.Options{
		Strict: in.Strict, OnProblem: func(err error) { in.Skip("--out", err) }, Lost: &lost, Judge: in.Judge, Package: o.Package,
		Tool: app.ToolName(),
	})
	if w, ok := sink.(*capture.Writer); ok {
		begin(&w.Header)
	}
	if err := o.write(sink, records); err != nil {
		return errors.Join(err, file.Abort())
	}
	if err := file.Close(); err != nil {
		return err
	}
	in.TellLost("not read", &in.Lost)
	in.TellLost("not written", &lost)
	return nil
}

func (o *Output) write(sink format.Sink, records iter.Seq2[*capture.Record, error]) error {
	for r, err := range records {
		if err != nil {
			return err
		}
		o.N++
		if err := sink.Write(r); err != nil {
			return err
		}
	}
	return sink.Close()
}
