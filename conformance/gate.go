package conformance

// Gate says which findings fail a run.
type Gate struct {
	// FailOn is the mildest severity that fails: "" leaves it to the level of each rule, Must stands for both kinds of
	// MUST, Should adds SHOULD, Advisory adds the rest, notes included.
	FailOn Severity
	// Strict makes warnings fail. It has no effect with FailOn.
	Strict bool
}

// Fails reports whether the finding fails the run.
func (g Gate) Fails(f *Finding) bool {
	if g.FailOn == "" {
		return f.Level == Fail || g.Strict && f.Level == Warn
	}
	switch f.Rule.Severity {
	case Must, MustLinked:
		return true
	case Should:
		return g.FailOn != Must
	case Advisory:
	}
	return g.FailOn == Advisory
}
