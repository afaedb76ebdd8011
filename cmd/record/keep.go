package record

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/record"
	"github.com/chatcb/chatcb/report/term"
)

// keep says where exchanges are written down.
type keep struct {
	data       string
	out        string
	force      bool
	within     time.Duration
	maxRecords int
	maxBytes   int64
	maxAge     time.Duration

	journal  *capture.Journal
	refilled func() // waits until the log was filled from it
	file     *capture.Output
	mu       sync.Mutex // of writer
	writer   *capture.Writer
	flushed  bool
	seq      uint64
	found    capture.Recovery // of a capture that was there
}

func (k *keep) bind(f *pflag.FlagSet) {
	f.StringVar(&k.data, "data", "", "")
	f.StringVar(&k.out, "out", "", "")
	f.BoolVar(&k.force, "force", false, "")
	f.DurationVar(&k.within, "keep-within", record.DefaultKeepWithin, "")
	flags.Positive(f, "keep-within")
	f.IntVar(&k.maxRecords, "max-records", 0, "")
	f.Int64Var(&k.maxBytes, "max-bytes", 0, "")
	f.DurationVar(&k.maxAge, "max-age", 0, "")
}

// open opens what is written to, and lets the proxy keep exchanges there.
func (k *keep) open(p *record.Proxy) error {
	switch {
	case (k.data == "") == (k.out == ""):
		return exit.Usagef("wanted --data FOLDER or --out FILE: where to write exchanges down")
	case k.out == capture.Stdio:
		return exit.Usagef("--out: standard output has the live lines; --output ndjson makes them exchanges")
	}
	p.KeepWithin = k.within
	if k.out != "" {
		return k.openFile(p)
	}
	journal, err := capture.OpenJournal(k.data, capture.JournalOptions{
		MaxRecords: k.maxRecords, MaxBytes: k.maxBytes, MaxAge: k.maxAge, Tool: app.ToolName(),
	})
	if err != nil {
		return fmt.Errorf("--data: %w", err)
	}
	k.journal = journal
	p.Keep = func(x *exchange.Exchange, extra []callback.Member) error {
		_, err := journal.Append(x, extra...)
		return err
	}
	return nil
}

func (k *keep) openFile(p *record.Proxy) error {
	var file *capture.Output
	var err error
	if k.force {
		file, err = capture.Create(k.out, nil, newfile.Options{Force: true})
	} else {
		file, k.found, err = capture.Resume(k.out)
	}
	if err != nil {
		return exit.Usagef("--out: %w", err)
	}
	k.seq = k.found.Last
	k.file, k.writer = file, capture.NewWriter(file)
	k.writer.Header = capture.Header{Created: time.Now(), Tool: app.ToolName()}
	k.flushed = !strings.HasSuffix(k.out, ".gz") && !strings.HasSuffix(k.out, ".zst")
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
	if k.journal != nil {
		if k.refilled != nil {
			k.refilled()
		}
		return k.journal.Close()
	}
	if k.file != nil {
		return errors.Join(k.writer.Close(), k.file.Close())
	}
	return nil
}

// show says what exchanges go to, and where that is.
func (k *keep) show(t *term.Terminal) {
	label, at, torn := t.Say("serve.capture"), t.Say("serve.capture-at", "name", k.out, "n", k.found.Records), k.found
	if k.journal != nil {
		label, torn = t.Say("serve.journal"), k.journal.Recovered()
		at = t.Say("serve.journal-at", "name", k.data, "n", k.journal.Stats().Next)
	}
	if torn.Torn > 0 {
		at = term.Textf("%s; %s", at, serving.Torn(torn).SayIn(t.Words))
	}
	t.Printf("%-9s %s\n", t.Strong(label), at)
}
