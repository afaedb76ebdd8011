// Command mutants changes the judge in many small ways and runs its tests against each: every mutant must die. It is run
// by "make mutants" and changes no file: mutants reach the compiler through an overlay.
//
// The hand-picked mutants ([picked]) are mistakes that a judge of this kind makes: range ends, a missing sign, folded
// case, duplicates that nobody looks for. The others come from generic operators on the syntax tree ([operators]), of
// which a sample is run, or all with -all. Mutants that mean the same as the original are listed with the reason
// ([equivalents]).
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run returns 0 when every mutant died, 1 when some survived, 2 for a mistake in the arguments, 3 when it could not run.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	flags.SetOutput(stderr)
	all := flags.Bool("all", false, "run all generic mutants, not a sample")
	sample := flags.Int("sample", 80, "how many generic mutants to run")
	seed := flags.Uint64("seed", 1, "of the sample")
	jobs := flags.Int("jobs", min(2, runtime.NumCPU()), "how many at once")
	list := flags.Bool("equivalents", false, "list the mutants that are left out, with the reason, and run none")
	match := flags.String("match", "", "run only mutants whose file or line contains this text")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *list {
		for _, e := range equivalents {
			fmt.Fprintf(stdout, "%s\n  - %s\n  + %s\n  %s\n", e.file, e.before, e.after, e.reason)
		}
		return 0
	}
	h, err := newHunt(*jobs)
	if err != nil {
		fmt.Fprintln(stderr, "mutants:", err)
		return 3
	}
	mutants, err := h.breed(*all, *sample, *seed, *match)
	if err == nil {
		err = h.baseline(ctx)
	}
	if err != nil {
		fmt.Fprintln(stderr, "mutants:", err)
		return 3
	}
	survivors := h.hunt(ctx, mutants, stderr)
	for _, m := range survivors {
		fmt.Fprintf(stdout, "SURVIVED %s:%d (%s)\n  - %s\n  + %s\n", m.file, m.line(), m.operator, m.before(), m.after())
	}
	fmt.Fprintf(stdout, "%d mutants: %d killed, %d survived, %d did not compile; %d that mean the same are left out\n",
		len(mutants), len(mutants)-len(survivors)-h.stillborn, len(survivors), h.stillborn, len(equivalents))
	switch {
	case ctx.Err() != nil:
		return 3
	case len(survivors) > 0:
		return 1
	}
	return 0
}
