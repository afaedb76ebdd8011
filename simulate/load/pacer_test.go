package load

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/simulate/traffic"
)

func TestCurves(t *testing.T) {
	s := time.Second
	for _, tt := range []struct {
		name  string
		curve *Curve
		due   map[uint64]time.Duration
	}{
		{"constant", Constant(4), map[uint64]time.Duration{0: 0, 1: s / 4, 4: s, 4_000_000_000: 1_000_000_000 * s}},
		// 10 t + 45 t²/10 requests after t seconds of ten, then 100 per second.
		{"ramp", Ramp(10, 100, 10*s), map[uint64]time.Duration{0: 0, 112: 4 * s, 550: 10 * s, 650: 11 * s}},
		{"ramp from zero", Ramp(0, 8, 4*s), map[uint64]time.Duration{0: 0, 1: s, 4: 2 * s, 16: 4 * s, 24: 5 * s}},
		{"ramp down", Ramp(8, 2, 4*s), map[uint64]time.Duration{0: 0, 20: 4 * s, 22: 5 * s}},
		{"steps", Steps([]float64{1, 2, 4}, 2*s), map[uint64]time.Duration{1: s, 2: 2 * s, 4: 3 * s, 6: 4 * s, 10: 5 * s, 14: 6 * s, 18: 7 * s}},
		{"burst", Burst(1, 10, s, 5*s), map[uint64]time.Duration{0: 0, 3: 3 * s, 4: 4 * s, 9: 4*s + s/2, 14: 5 * s, 15: 6 * s, 28: 10 * s}},
		{"burst after silence", Burst(0, 10, s, 5*s), map[uint64]time.Duration{0: 4 * s, 5: 4*s + s/2, 10: 9 * s, 25: 14*s + s/2}},
		{"day", Day(24, 24*s, []float64{0, 1, 2, 1}), map[uint64]time.Duration{576: 24 * s, 1152: 48 * s, 306: 15 * s}},
	} {
		for n, want := range tt.due {
			if got := tt.curve.Due(n); absolute(got-want) > time.Microsecond {
				t.Errorf("%s: request %d is due at %v, want %v", tt.name, n, got, want)
			}
		}
		checkFalls(t, tt.name, tt.curve)
	}
}

func absolute(d time.Duration) time.Duration { return max(d, -d) }

// checkFalls checks that due times never fall.
func checkFalls(t *testing.T, name string, p Pacer) {
	t.Helper()
	last := time.Duration(0)
	for n := range uint64(5000) {
		due := p.Due(n)
		if due < last {
			t.Fatalf("%s: request %d is due at %v, the one before at %v", name, n, due, last)
		}
		last = due
	}
}

// Between any two times, as many requests are due as there is area under the curve, give or take one.
func TestCurveFollowsItsRate(t *testing.T) {
	c := Day(200, 10*time.Second, traffic.UsualHours())
	counts := map[time.Duration]float64{}
	for n := uint64(0); ; n++ {
		due := c.Due(n)
		if due >= 20*time.Second {
			break
		}
		counts[due/(100*time.Millisecond)]++
	}
	for i := range time.Duration(200) {
		want := 0.0
		for k := range time.Duration(100) {
			want += c.rateAt(i*100*time.Millisecond+k*time.Millisecond) / 1000
		}
		if got := counts[i]; math.Abs(got-want) > 1.5 {
			t.Errorf("in tenth %d: got %v requests, want %.2f", i, got, want)
		}
	}
}

func TestPoisson(t *testing.T) {
	const count = 100 * poissonBlock
	p := NewPoisson(Constant(1000), 7)
	checkFalls(t, "poisson", p)
	longer := map[int]int{} // gaps longer than so many means
	last := time.Duration(0)
	for n := range uint64(count) {
		due := p.Due(n)
		for k := 1; k <= 5; k++ {
			if due-last > time.Duration(k)*time.Millisecond {
				longer[k]++
			}
		}
		last = due
	}
	for k := 1; k <= 5; k++ {
		want := count * math.Exp(-float64(k))
		if got := float64(longer[k]); math.Abs(got-want) > 5*math.Sqrt(want) {
			t.Errorf("gaps: got %.0f, want %.0f within five deviations", got, want)
		}
	}
	if want := count * time.Millisecond; absolute(last-want) > 50*time.Millisecond {
		t.Errorf("the last is due at %v, want about %v", last, want)
	}
	// Counts in windows of 20 requests scatter as a Poisson process's do: their variance is their mean, less the 2 %
	// that the rest of the block is known.
	windows := make([]float64, count/20)
	for n := range uint64(count) {
		if i := int(p.Due(n) / (20 * time.Millisecond)); i < len(windows) {
			windows[i]++
		}
	}
	sum := 0.0
	for _, w := range windows {
		sum += (w - 20) * (w - 20)
	}
	if got := sum / float64(len(windows)) / 20; got < 0.9 || got > 1.06 {
		t.Errorf("got a variance of %.3f means, want about 0.98", got)
	}
}

func TestPoissonIsAPureFunction(t *testing.T) {
	a, b := NewPoisson(Constant(10), 3), NewPoisson(Constant(10), 3)
	for i := range uint64(3000) {
		n := (i * 7919) % 3000
		if got, want := a.Due(n), b.Due(n/2*2+n%2); got != want {
			t.Fatalf("request %d: got %v, want %v", n, got, want)
		}
	}
	if NewPoisson(Constant(10), 4).Due(5) == a.Due(5) {
		t.Error("another seed gives the same times")
	}
}

func TestLoads(t *testing.T) {
	for spec, want := range map[string]time.Duration{ // when request 100 is due, at a rate of 50 and a run of 10 s
		"":                           2 * time.Second,
		"constant:rate=10":           10 * time.Second,
		"ramp:from=0,to=50,over=4s":  4 * time.Second,
		"steps:rates=10/20/50":       20 * time.Second / 3,
		"steps:rates=10/100,each=5s": 5500 * time.Millisecond,
		"burst:base=10,peak=60,length=1s,every=5s": 5 * time.Second,
		"burst": 2 * time.Second,
	} {
		p, err := Load{Spec: spec, Rate: 50, Duration: 10 * time.Second}.Pacer()
		if err != nil {
			t.Errorf("%s: %v", spec, err)
			continue
		}
		if got := p.Due(100); absolute(got-want) > time.Microsecond {
			t.Errorf("%s: got %v, want %v", spec, got, want)
		}
	}
	for _, spec := range []string{"poisson", "day+poisson:length=5s", "day:mean=10"} {
		if p, err := (Load{Spec: spec, Rate: 50, Duration: 10 * time.Second}).Pacer(); err != nil {
			t.Errorf("%s: %v", spec, err)
		} else {
			checkFalls(t, spec, p)
		}
	}
	for spec, want := range map[string]string{
		"wave":                     `unknown load "wave": wanted one of constant, poisson, ramp, steps, burst, day`,
		"ramp:to":                  `load ramp: wanted parameter=value, got "to"`,
		"rmp:to=3":                 `unknown load "rmp" (did you mean "ramp"?): wanted one of constant,`,
		"ramp:too=3":               `load ramp: unknown parameter "too" (did you mean "to"?): wanted one of from, to, over`,
		"ramp:form=3,b=1,a=2":      `load ramp: unknown parameter "form" (did you mean "from"?): wanted one of from, to, over`,
		"ramp:to=fast":             `load ramp: to: wanted requests per second, got "fast"`,
		"ramp:to=NaN":              `load ramp: to: wanted requests per second, got "NaN"`,
		"ramp:to=0":                "load ramp: wanted a last rate above 0",
		"constant:rate=-1":         "load constant: wanted rates from 0 to",
		"constant:rate=1e99":       "load constant: wanted rates from 0 to",
		"steps:rates=1/x":          `load steps: rates: wanted requests per second with / between, got "1/x"`,
		"steps:rates=1,each=0s":    "load steps: wanted times above zero, got 0s",
		"burst:length=5s,every=5s": "load burst: length: wanted less than every",
		"burst:base=0,peak=0":      "load burst: wanted a rate above 0",
		"day:length=soon":          `load day: length: wanted a time such as 10s, got "soon"`,
	} {
		_, err := Load{Spec: spec, Rate: 50, Duration: 10 * time.Second}.Pacer()
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", spec, err, want)
		}
	}
}

func TestScheduleBounds(t *testing.T) {
	for name, tt := range map[string]struct {
		s    Schedule
		want Bounds
	}{
		"duration":       {Schedule{Duration: 3 * time.Second}, Bounds{0, 30}},
		"count":          {Schedule{Count: 7}, Bounds{0, 7}},
		"whichever":      {Schedule{Count: 7, Duration: 500 * time.Millisecond}, Bounds{0, 5}},
		"after warm-up":  {Schedule{WarmUp: 2 * time.Second, Duration: 3 * time.Second}, Bounds{20, 50}},
		"count and warm": {Schedule{WarmUp: 1050 * time.Millisecond, Count: 4}, Bounds{11, 15}},
		"only one":       {Schedule{First: 1234, Count: 1}, Bounds{1234, 1235}},
		"no end":         {Schedule{}, Bounds{0, 1 << 53}},
	} {
		tt.s.Pacer = Constant(10)
		if got := tt.s.Bounds(); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

func TestParseShard(t *testing.T) {
	var got Shard
	if err := got.UnmarshalText([]byte("3/4")); err != nil || got != (Shard{3, 4}) || got.String() != "3/4" {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{"", "4/4", "1", "a/2", "1/b", "-1/2", "0/0"} {
		if err := got.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q: got no error", bad)
		}
	}
}

// rateAt is the rate at a time, in requests per second.
func (c *Curve) rateAt(at time.Duration) float64 {
	t := at.Seconds()
	if c.Repeat {
		t = math.Mod(t, c.seconds())
	}
	for _, p := range c.Pieces {
		if l := p.For.Seconds(); t < l {
			return p.From + (p.To-p.From)*t/l
		}
		t -= p.For.Seconds()
	}
	return c.Pieces[len(c.Pieces)-1].To
}
