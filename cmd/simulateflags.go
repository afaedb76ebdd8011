package cmd

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/simulate"
)

// worldFlags say who sends, and what.
type worldFlags struct {
	world      string
	campaigns  []string
	seed       string
	worldStart string
	items      int

	flags *pflag.FlagSet
}

func (w *worldFlags) bind(f *pflag.FlagSet) {
	w.flags = f
	f.StringVar(&w.world, "world", "", "file that describes the population (YAML; chatcb schema world)")
	f.StringArrayVar(&w.campaigns, "campaign", nil, "KIND:parameter=value,…: a campaign, instead of those of the world; none for none; can be repeated (default without a world: each kind once)")
	f.StringVar(&w.seed, "seed", "", "what the population is made from; the same seed and world give the same requests (default: random, and printed)")
	f.StringVar(&w.worldStart, "world-start", "", "time of day and date in the world at the first request, such as 2026-01-01T20:00:00Z; decides who is awake")
	f.IntVar(&w.items, "max-items", 0, "how many friends a request asks for at most (default 3, mostly 1)")
}

// generator makes the world.
func (w *worldFlags) generator() (*simulate.Generator, simulate.World, error) {
	world, err := w.read()
	if err != nil {
		return nil, world, &usageError{err}
	}
	g, err := simulate.New(world)
	if err != nil {
		return nil, world, &usageError{err}
	}
	return g, world, nil
}

func (w *worldFlags) read() (simulate.World, error) {
	var world simulate.World
	if w.world != "" {
		text, err := os.ReadFile(w.world)
		if err != nil {
			return world, fmt.Errorf("--world: %w", err)
		}
		if world, err = simulate.ReadWorld(w.world, text); err != nil {
			return world, err
		}
	}
	if err := w.readSeed(&world); err != nil {
		return world, err
	}
	if w.worldStart != "" {
		start, err := time.Parse(time.RFC3339, w.worldStart)
		if err != nil {
			return world, fmt.Errorf("--world-start: wanted a time such as 2026-01-01T20:00:00Z, got %q", w.worldStart)
		}
		world.Start = start
	}
	if w.flags.Changed("max-items") {
		world.MaxItems = w.items
		if w.items < 1 {
			return world, fmt.Errorf("--max-items: wanted 1 or more, got %d", w.items)
		}
	}
	return world, w.readCampaigns(&world)
}

func (w *worldFlags) readSeed(world *simulate.World) error {
	switch {
	case w.seed != "":
		seed, err := strconv.ParseUint(w.seed, 10, 64)
		if err != nil {
			return fmt.Errorf("--seed: wanted a whole number from 0, got %q", w.seed)
		}
		world.Seed = seed
	case w.world == "":
		var b [4]byte
		rand.Read(b[:])
		world.Seed = uint64(binary.LittleEndian.Uint32(b[:]))
	}
	return nil
}

func (w *worldFlags) readCampaigns(world *simulate.World) error {
	switch {
	case len(w.campaigns) == 0 && w.world == "":
		for _, k := range simulate.Kinds() {
			world.Campaigns = append(world.Campaigns, k.Defaults)
		}
		return nil
	case len(w.campaigns) == 0:
		return nil
	case len(w.campaigns) == 1 && w.campaigns[0] == "none":
		world.Campaigns = nil
		return nil
	}
	world.Campaigns = nil
	for _, text := range w.campaigns {
		c, err := simulate.ParseCampaign(text)
		if err != nil {
			return fmt.Errorf("--campaign: %w", err)
		}
		world.Campaigns = append(world.Campaigns, c)
	}
	return nil
}

// loadFlags say when requests are sent, and how many.
type loadFlags struct {
	rate        float64
	load        string
	duration    time.Duration
	count       uint64
	warmUp      time.Duration
	jobs        int
	connections int
	pacing      string
	shard       string
	startAt     string
	only        uint64

	flags *pflag.FlagSet
}

func (l *loadFlags) bind(f *pflag.FlagSet) {
	l.flags = f
	var shapes []string
	for _, s := range simulate.LoadShapes() {
		shapes = append(shapes, s.Name)
	}
	f.Float64Var(&l.rate, "rate", 100, "requests per second")
	f.StringVar(&l.load, "load", "", "SHAPE:parameter=value,…: "+strings.Join(shapes, ", ")+"; SHAPE+poisson spaces it by chance; see --list-loads")
	f.DurationVar(&l.duration, "duration", 10*time.Second, "for how long requests are due; 0 for as long as --count lasts")
	f.Uint64Var(&l.count, "count", 0, "how many requests (default: as many as are due)")
	f.DurationVar(&l.warmUp, "warm-up", 0, "send for so long before anything counts")
	f.IntVar(&l.jobs, "jobs", 0, "closed loop: so many at a time, the next when one is answered, whatever the rate")
	f.IntVar(&l.connections, "max-connections", simulate.DefaultMaxConnections, "most connections at a time; past that requests wait, and the wait counts")
	f.StringVar(&l.pacing, "pacing", string(simulate.Precise), "precise: each request leaves when it is due; grouped: up to about a millisecond late, for less processor time")
	f.StringVar(&l.shard, "shard", "", "I/N: send the I-th of N parts of the same stream, from 0; see chatcb simulate merge")
	f.StringVar(&l.startAt, "start-at", "", "begin at this time, such as 2026-01-01T20:00:00Z, so that shards begin together")
	f.Uint64Var(&l.only, "only", 0, "send only this request of the stream, by its number")
}

// schedule reads the flags. The closed loop has no end but --count or --duration of the world's clock.
func (l *loadFlags) schedule(world *simulate.World) (simulate.Schedule, error) {
	s := simulate.Schedule{WarmUp: l.warmUp, Count: l.count, Duration: l.duration}
	if l.count > 0 && !l.flags.Changed("duration") {
		s.Duration = 0
	}
	if l.flags.Changed("only") {
		if l.shard != "" || l.flags.Changed("count") || l.warmUp > 0 {
			return s, usagef("--only excludes --shard, --count and --warm-up")
		}
	}
	switch {
	case s.Duration < 0 || s.WarmUp < 0:
		return s, usagef("--duration and --warm-up: wanted no times below zero")
	case s.Duration == 0 && s.Count == 0:
		return s, usagef("--duration 0 needs --count: a run must end")
	case l.jobs < 0 || l.connections < 1:
		return s, usagef("--jobs and --max-connections: wanted 1 or more, got %d and %d", l.jobs, l.connections)
	case !(l.rate > 0):
		return s, usagef("--rate: wanted more than 0, got %v", l.rate)
	}
	if l.shard != "" {
		shard, err := simulate.ParseShard(l.shard)
		if err != nil {
			return s, usagef("--shard: %w", err)
		}
		s.Shard = shard
	}
	pacer, err := simulate.Load{
		Spec: l.load, Rate: l.rate, Duration: max(l.duration, time.Second), Seed: world.Seed, Hours: world.Hours,
	}.Pacer()
	if err != nil {
		return s, usagef("--load: %w", err)
	}
	s.Pacer = pacer
	return s, nil
}

// name is the load in words.
func (l *loadFlags) name() string {
	if l.load == "" || l.load == "poisson" {
		return fmt.Sprintf("%s %g per second", cmpOr(l.load, "constant"), l.rate)
	}
	return fmt.Sprintf("%s, rate %g", l.load, l.rate)
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// start is when the run begins.
func (l *loadFlags) start(now time.Time) (time.Time, error) {
	if l.startAt == "" {
		return now, nil
	}
	at, err := time.Parse(time.RFC3339Nano, l.startAt)
	if err != nil {
		return now, usagef("--start-at: wanted a time such as 2026-01-01T20:00:00Z, got %q", l.startAt)
	}
	if at.Before(now) {
		return now, usagef("--start-at: %s has passed", l.startAt)
	}
	return now.Add(at.Sub(now)), nil // on the clock that never jumps
}

// spellingFlags say how requests look on the wire.
type spellingFlags struct {
	appID     string
	token     string
	tokenFile string
	order     string
	omitEmpty bool
	requestID string
	eventTime string
	cold      string
	slow      string
	slowBody  time.Duration
}

func (s *spellingFlags) bind(f *pflag.FlagSet) {
	f.StringVar(&s.appID, "app-id", "1400000000", "SdkAppid")
	f.StringVar(&s.token, "token", "", "authentication token, for Sign; better in a file or in CHATCB_TOKEN, where other users cannot see it")
	f.StringVar(&s.tokenFile, "token-file", "", "file that holds the token")
	f.StringVar(&s.order, "order", "wire", "order of members and parameters: wire (sorted, as captured) or documented (as the page prints them)")
	f.BoolVar(&s.omitEmpty, "omit-empty", false, "leave out empty Remark, GroupName, AddSource and AddWording")
	f.StringVar(&s.requestID, "request-id", "", "none leaves out RequestId, an undocumented parameter seen in captures")
	f.StringVar(&s.eventTime, "event-time", "now", "EventTime: now (when the request is due) or world (the world's clock)")
	f.StringVar(&s.cold, "cold", "0", "share of requests on a new connection of their own, such as 10%")
	f.StringVar(&s.slow, "slow", "0", "share of requests whose body comes slowly")
	f.DurationVar(&s.slowBody, "slow-body", 500*time.Millisecond, "how long a slow body takes")
}

func (s *spellingFlags) wire(target *delivery.Target, draft delivery.Draft) (simulate.Wire, error) {
	w := simulate.Wire{Target: target, Draft: draft, AppID: s.appID}
	if err := oneOf("--order", s.order, "wire", "documented"); err != nil {
		return w, err
	}
	if err := oneOf("--event-time", s.eventTime, "now", "world"); err != nil {
		return w, err
	}
	if s.requestID != "" && s.requestID != "none" {
		return w, usagef("--request-id: wanted none or nothing, got %q: every request has its own", s.requestID)
	}
	secret := requestFlags{token: s.token, tokenFile: s.tokenFile}
	if err := secret.readToken(); err != nil {
		return w, err
	}
	w.Token = secret.token
	w.Encoding = callback.Encoding{OmitEmpty: s.omitEmpty}
	if s.order == "documented" {
		w.Encoding.Style = callback.Documented
	}
	w.NoRequestID = s.requestID == "none" || s.order == "documented"
	return w, nil
}

func (s *spellingFlags) sender() (simulate.Sender, error) {
	var out simulate.Sender
	for _, f := range []struct {
		flag, text string
		to         *float64
	}{{"--cold", s.cold, &out.Cold}, {"--slow", s.slow, &out.Slow}} {
		v, err := simulate.ParseShare(f.text)
		if err != nil || v < 0 || v > 1 {
			return out, usagef("%s: wanted a share such as 10%%, got %q", f.flag, f.text)
		}
		*f.to = v
	}
	out.SlowBody = s.slowBody
	return out, nil
}
