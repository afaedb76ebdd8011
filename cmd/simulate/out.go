package simulate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
	"github.com/spf13/pflag"
)

// outFlags say what becomes of the events and of the result.
type outFlags struct {
	maxLeak       string
	result        string
	reports       []string
	compare       string
	before        *score.Result // that --compare names, once it is read
	failOnChange  string
	out           string
	record        string
	metrics       string
	listCampaigns bool
	listLoads     bool
}

func (o *outFlags) bindReport(f *pflag.FlagSet) {
	f.StringVar(&o.maxLeak, "max-leak", "", "pass only if fewer malicious accounts leak, such as 0.1%, with 95 % confidence; without it leaks are counted and not judged, and the status is never 4")
	f.StringVar(&o.result, "result", "", "write the result into this file, for chatcb simulate merge and --compare")
	f.StringArrayVar(&o.reports, "report", nil, "FORMAT=FILE: json, markdown or html; can be repeated")
	f.StringVar(&o.compare, "compare", "", "hold it against the --result of an earlier run, with its seed: the same requests; only what chance does not explain is called a difference, and with another --seed only times are compared")
	f.StringVar(&o.failOnChange, "fail-on-change", "worse", "which differences from --compare fail the run: worse, any or none")
}

func (o *outFlags) bind(f *pflag.FlagSet) {
	o.bindReport(f)
	f.StringVar(&o.out, "out", "", "only make the requests, and write them into this capture (- for standard output)")
	f.StringVar(&o.record, "record", "", "keep every exchange in this capture")
	f.StringVar(&o.metrics, "metrics-addr", "", "serve metrics for Prometheus on this loopback address while it runs, such as 127.0.0.1:9464")
	f.BoolVar(&o.listCampaigns, "list-campaigns", false, "explain the campaigns and their parameters")
	f.BoolVar(&o.listLoads, "list-loads", false, "explain the loads and their parameters")
}

// lists prints explanations, if that is what was asked for.
func (o *outFlags) lists(a *app.App) (done bool, err error) {
	t := a.Terminal()
	var b strings.Builder
	if o.listCampaigns {
		for _, k := range traffic.Kinds() {
			fmt.Fprintf(&b, "%s\n  %s\n  %s\n  %s\n", t.Strong(string(k.Name)), k.Summary, t.Faint("bounds: "+k.Bound), t.Faint(k.Defaults.String()))
		}
		fmt.Fprintf(&b, "\n%s\n", t.Strong("parameters"))
		for _, p := range traffic.Parameters() {
			fmt.Fprintf(&b, "  %-9s %s\n", p.Name, p.Meaning)
		}
	}
	if o.listLoads {
		for _, s := range load.LoadShapes() {
			fmt.Fprintf(&b, "%-9s %-28s %s\n", s.Name, s.Parameters, s.Meaning)
		}
	}
	if b.Len() == 0 {
		return false, nil
	}
	_, err = fmt.Fprint(a.Stdout, t.FoldText(b.String()))
	return true, err
}

// sinks take the events of a run.
type sinks struct {
	app      *app.App
	flags    *outFlags
	progress term.Progress
	file     io.WriteCloser
	writer   *capture.Writer
	failed   error // of the capture
	latest   atomic.Pointer[[]byte]
	stop     func()
}

// open opens what events go to, before anything is sent.
func (o *outFlags) open(a *app.App, e *simulate.Simulation) (*sinks, error) {
	s := &sinks{app: a, flags: o, stop: func() {}}
	s.progress = term.Progress{Terminal: a.ErrTerminal()}
	if bounds := e.Schedule.Bounds(); bounds.End < 1<<50 {
		s.progress.Total = int((bounds.End - bounds.Warm) / max(e.Schedule.Shard.Of, 1))
	}
	if err := flags.CheckWritable("--result", o.result); err != nil {
		return nil, err
	}
	if o.record != "" {
		file, err := capture.Create(o.record, a.Stdout, false)
		if err != nil {
			return nil, fmt.Errorf("--record: %w", err)
		}
		s.file, s.writer = file, capture.NewWriter(file)
		e.Observe = s.keep
	}
	if o.metrics != "" {
		if err := s.serve(o.metrics); err != nil {
			return nil, err
		}
	}
	s.progress.Step(0, "")
	e.Watch = s.watch
	return s, nil
}

func (s *sinks) keep(e *load.Event) {
	label := string(rawjson.AppendString(nil, string(e.Draw.Label)))
	err := s.writer.Append(e.Exchange, callback.Member{Name: capture.ExtraLabel, Value: label})
	if s.failed == nil {
		s.failed = err
	}
}

func (s *sinks) watch(r *score.Result) {
	c := r.Timing()
	open, leaks := uint64(0), uint64(0)
	for label, t := range r.Labels {
		open += t.Opened()
		if label != traffic.Benign {
			leaks += t.Accounts - t.Blocked
		}
	}
	s.progress.Step(int(r.Requests), fmt.Sprintf("%.0f/s, p50 %.1f ms, p99 %.1f ms, let in %d, leaks %d", c.Sent, c.P50.Seconds()*1e3,
		c.P99.Seconds()*1e3, open, leaks))
	if s.flags.metrics != "" {
		var b bytes.Buffer
		_ = simulation.Metrics(&b, r) // a buffer takes everything
		text := b.Bytes()
		s.latest.Store(&text)
	}
}

// serve answers scrapes with the latest metrics, on a loopback address only.
func (s *sinks) serve(address string) error {
	host, err := netip.ParseAddrPort(address)
	if err != nil || !host.Addr().IsLoopback() {
		return exit.Usagef("--metrics-addr: wanted a loopback address with a port, such as 127.0.0.1:9464, got %q", address)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return serving.ListenProblem("--metrics-addr", address, err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		if text := s.latest.Load(); text != nil {
			_, _ = w.Write(*text) // whoever scrapes may leave
		}
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with Close
	s.stop = func() { server.Close() }         //nolint:errcheck // nothing is lost with it
	return nil
}

// close finishes what is written. An error is for the end: the result is shown all the same.
func (s *sinks) close(r *score.Result) error {
	s.progress.Done()
	s.stop()
	var err error
	if s.file != nil {
		err = errors.Join(s.failed, s.writer.Close(), s.file.Close())
	}
	if s.flags.result != "" {
		err = errors.Join(err, writeFile(s.flags.result, func(f *os.File) error { return r.Write(f) }))
	}
	return err
}

// generate writes the requests of the stream into a capture and sends nothing.
func (o *options) generate(ctx context.Context, e *simulate.Simulation) error {
	if b := e.Schedule.Bounds(); b.End >= 1<<50 {
		return exit.Usagef("--out needs an end: --duration or --count")
	}
	file, err := capture.Create(o.out.out, o.app.Stdout, true)
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	w := capture.NewWriter(file)
	start, err := o.load.start(time.Now())
	if err != nil {
		return err
	}
	for ev := range e.Requests(start) {
		if ctx.Err() != nil {
			break
		}
		label := string(rawjson.AppendString(nil, string(ev.Draw.Label)))
		if err := w.Append(ev.Exchange, callback.Member{Name: capture.ExtraLabel, Value: label}); err != nil {
			return err
		}
	}
	if err := errors.Join(w.Close(), file.Close()); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return exit.Status(outcome.Interrupted)
	}
	return nil
}

func writeFile(name string, write func(*os.File) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
