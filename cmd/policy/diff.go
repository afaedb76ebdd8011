package policy

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/report"
	policyreport "github.com/chatcb/chatcb/report/policy"
)

type diffOptions struct {
	options
	MaxChanged string `flag:"max-changed"`
}

// readLimit reads --max-changed: how many of so many accounts may change.
func readLimit(text string) (func(accounts int) int, error) {
	if text == "" {
		return func(int) int { return math.MaxInt }, nil
	}
	if percent, ok := strings.CutSuffix(text, "%"); ok {
		if share, err := strconv.ParseFloat(percent, 64); err == nil && share >= 0 && share <= 100 {
			return func(accounts int) int { return int(share / 100 * float64(accounts)) }, nil
		}
	} else if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		return func(int) int { return n }, nil
	}
	return nil, exit.Usagef("--max-changed: wanted a number or a share such as 0.5%%, got %q", text)
}

func (o *diffOptions) Run(ctx context.Context, args []string) error {
	limit, err := readLimit(o.MaxChanged)
	if err != nil {
		return err
	}
	d := &policy.Diff{Examples: o.Examples}
	if d.Old, err = flags.ReadPolicy("the old policy", args[0]); err != nil {
		return err
	}
	if d.New, err = flags.ReadPolicy("the new policy", args[1]); err != nil {
		return err
	}
	if err := o.read(ctx, args[2:], d.Add); err != nil {
		return err
	}
	exceeded := d.Changed > limit(d.Accounts)
	if o.App.Output == "text" {
		policyreport.ShowDiff(o.App.Terminal(), d, exceeded, o.broken)
	} else if err := o.json(map[string]any{
		"version": report.Version, "old": d.Old.Digest, "new": d.New.Digest, "requests": d.Requests, "accounts": d.Accounts,
		"changed": d.Changed, "recoded": d.Recoded, "unreadable": o.broken, "changes": d.Changes(), "exceeded": exceeded,
	}); err != nil {
		return err
	}
	return o.status(d.Accounts, exceeded)
}
