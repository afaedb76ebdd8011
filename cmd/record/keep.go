package record

import (
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/record"
	"github.com/chatcb/chatcb/report/term"
)

// keep says where exchanges are written down.
type keep struct {
	serving.Journal `without:"fsync"`
	Out             string `flag:"out" writes:"NAME"`
	Force           bool   `flag:"force"`

	file    *capture.Output
	mu      sync.Mutex // of writer
	writer  *capture.Writer
	flushed bool
	seq     uint64
	found   capture.Recovery // of a capture that was there
}

// open opens what is written to, and lets the proxy keep exchanges there.
func (k *keep) open(p *record.Proxy) error {
	switch {
	case (k.Data == "") == (k.Out == ""):
		return exit.Usagef("wanted --data FOLDER or --out FILE: where to write exchanges down")
	case k.Out == capture.Stdio:
		return exit.Usagef("--out: standard output has the live lines; --output ndjson makes them exchanges")
	}
	if k.Out != "" {
		return k.openFile(p)
	}
	p.Keep = func(x *exchange.Exchange, extra []callback.Member) error {
		_, err := k.Kept.Append(x, extra...)
		return err
	}
	return k.Open(app.ToolName())
}

func (k *keep) openFile(p *record.Proxy) error {
	var file *capture.Output
	var err error
	if k.Force {
		file, err = capture.Create(k.Out, nil, newfile.Options{Force: true})
	} else {
		file, k.found, err = capture.Resume(k.Out)
	}
	if err != nil {
		return exit.Usagef("--out: %w", err)
	}
	k.seq = k.found.Last
	k.file, k.writer = file, capture.NewWriter(file)
	k.writer.Header = capture.Header{Created: time.Now(), Tool: app.ToolName()}
	k.flushed = !strings.HasSuffix(k.Out, ".gz") && !strings.HasSuffix(k.Out, ".zst")
	p.Keep = k.append
	return nil
}

func (k *keep) append(x *exchange.Exchange, extra []callback.Member) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.seq++
	x.Seq = k.seq
	err := k.writer.Append(x, extra...)
	if k.flushed && err == nil {
		err = k.writer.Flush()
	}
	return err
}

func (k *keep) close() error {
	if k.file != nil {
		return errors.Join(k.writer.Close(), k.file.Close())
	}
	return k.Close()
}

// show says what exchanges go to, and where that is.
func (k *keep) show(t *term.Terminal) {
	label, at, torn := t.Say("serve.capture"), t.Say("serve.capture-at", "name", k.Out, "n", k.found.Records), k.found
	if k.Kept != nil {
		label, at, torn = t.Say("serve.journal"), k.At(t), k.Kept.Recovered()
	}
	if torn.Torn > 0 {
		at = term.Textf("%s; %s", at, serving.Torn(torn).SayIn(t.Words))
	}
	t.Printf("%-9s %s\n", t.Strong(label), at)
}
