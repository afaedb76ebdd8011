package live

import (
	"cmp"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/chatcb/chatcb/callback"
)

// Counter is a number that only grows, and that is counted elsewhere than in the log.
type Counter struct {
	Name  string // behind chatcb_, ending in _total
	Help  string
	Value func() uint64
}

// exposition is text in the format of Prometheus.
type exposition []byte

// family begins the samples of a name, unless they have begun.
func (b *exposition) family(name, kind, help string) {
	if help != "" {
		*b = fmt.Appendf(*b, "# HELP chatcb_%s %s\n# TYPE chatcb_%[1]s %[3]s\n", name, help, kind)
	}
}

func (b *exposition) sample(name, labels string, value any) {
	*b = fmt.Appendf(*b, "chatcb_%s%s %v\n", name, labels, value)
}

// split writes a count by command, and by cause unless there is only one. What was not counted yet is there with 0: a counter that
// begins with 1 has not grown for who scrapes.
func (b *exposition) split(name, by string, of family, counts map[tallied]uint64) {
	causes := callback.Causes()
	if by == "cause?" {
		causes = append(causes, "")
	}
	for _, command := range callback.Commands() {
		if by == "command" {
			b.sample(name, `{command="`+command+`"}`, counts[tallied{of, command, ""}])
			continue
		}
		for _, cause := range causes {
			b.sample(name, `{command="`+command+`",cause="`+string(cause)+`"}`, counts[tallied{of, command, cause}])
		}
	}
	if by == "command" { // of the others no cause is judged
		b.sample(name, `{command="`+otherCommand+`"}`, counts[tallied{of, otherCommand, ""}])
	}
}

// WriteMetrics writes the counts in the text format of Prometheus, and those that are counted elsewhere behind them.
func (l *Log) WriteMetrics(w io.Writer, more ...Counter) error {
	m := l.counted()
	var b exposition
	for is, value := range reflect.ValueOf(m.Counts).Fields() {
		name, help, by, kind := is.Tag.Get("metric"), is.Tag.Get("help"), is.Tag.Get("by"), "counter"
		if name == "" && help == "" {
			continue
		}
		name = cmp.Or(name, is.Tag.Get("json")+"_total")
		if !strings.HasSuffix(name, "_total") {
			kind = "gauge"
		}
		b.family(name, kind, help)
		switch label, of, labelled := strings.Cut(is.Tag.Get("label"), "="); {
		case by != "":
			b.split(name, by, family(is.Name), m.outcome)
		case labelled:
			b.sample(name, fmt.Sprintf("{%s=%q}", label, of), value)
		default:
			b.sample(name, "", value)
		}
	}
	b.family("answer_seconds", "histogram", "Time until the answer, in seconds.")
	total := uint64(0)
	for i, bound := range latencyBounds {
		total += m.buckets[i]
		b.sample("answer_seconds_bucket", fmt.Sprintf(`{le="%v"}`, bound.Seconds()), total)
	}
	b.sample("answer_seconds_bucket", `{le="+Inf"}`, m.Exchanges)
	b.sample("answer_seconds_sum", "", m.took.Seconds())
	b.sample("answer_seconds_count", "", m.Exchanges)
	for _, one := range more {
		b.family(one.Name, "counter", one.Help)
		b.sample(one.Name, "", one.Value())
	}
	_, err := w.Write(b)
	return err
}
