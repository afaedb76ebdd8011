package send

import (
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// requestFlags say what a generated request looks like. Whatever is not given comes from the seed.
type requestFlags struct {
	webhook      flags.Webhook
	fields       flags.Fields
	platform     string
	clientIP     string
	appID        string
	token        flags.Token
	requestID    string
	order        string
	omitEmpty    bool
	eventTime    string
	edits        flags.Edits
	body         string
	seed         flags.Seed
	number       uint64
	friends      int
	allowInvalid bool

	flags    *pflag.FlagSet
	bodyText []byte
	at       int64 // --event-time in milliseconds; 0 means now
}

func (r *requestFlags) bind(f *pflag.FlagSet) {
	r.flags = f
	r.webhook.Bind(f)
	r.fields.Bind(f, callback.Webhooks()...)
	f.StringVar(&r.platform, "platform", "", "")
	f.StringVar(&r.clientIP, "client-ip", "", "")
	f.StringVar(&r.appID, "app-id", "1400000000", "")
	r.token.Bind(f)
	f.StringVar(&r.requestID, "request-id", "", "")
	flags.OneOf(f, &r.order, "order", "wire", "wire", "documented")
	f.BoolVar(&r.omitEmpty, "omit-empty", false, "")
	f.StringVar(&r.eventTime, "event-time", "now", "")
	r.edits.Bind(f)
	f.StringVarP(&r.body, "body", "d", "", "")
	f.Var(&r.seed, "seed", "")
	f.Uint64Var(&r.number, "number", 0, "")
	f.IntVar(&r.friends, "friends", 0, "")
	flags.AtLeast(f, 0, "friends")
	f.BoolVar(&r.allowInvalid, "allow-invalid", false, "")
}

// resolve reads files and checks what can be checked once.
func (r *requestFlags) resolve(stdin io.Reader) error {
	if r.flags.Changed("to") && len(r.fields.To) == 0 {
		r.fields.To = []string{""} // which is told as an empty From_Account is
	}
	if err := r.token.Read(); err != nil {
		return err
	}
	if err := r.readBody(stdin); err != nil {
		return err
	}
	if !r.seed.Given {
		r.seed.Draw()
	}
	if err := r.webhook.Resolve(); err != nil {
		return err
	}
	if err := r.fields.Check(r.webhook.Value, r.allowInvalid); err != nil {
		return err
	}
	if err := r.checkPlatform(); err != nil {
		return err
	}
	return r.readEventTime()
}

// checkPlatform refuses a platform that no client has. A new one that Chat may send is typed with --allow-invalid: more
// often it is a mistake.
func (r *requestFlags) checkPlatform() error {
	if r.allowInvalid || !r.flags.Changed("platform") {
		return nil
	}
	if err := exit.OneOf("--platform", r.platform, callback.ClientPlatforms()...); err != nil {
		return exit.Usagef("%w; --allow-invalid sends it all the same", err)
	}
	return nil
}

func (r *requestFlags) readBody(stdin io.Reader) error {
	if !r.flags.Changed("body") {
		return nil
	}
	given := r.fields.Changed()
	for _, name := range []string{given, "event-time", "friends", "omit-empty"} {
		if name != "" && (name == given || r.flags.Changed(name)) {
			return exit.Usagef("--body and --%s exclude each other; --set changes members of the body", name)
		}
	}
	text, err := readText(r.body, stdin)
	if err != nil {
		return exit.Usagef("--body: %w", err)
	}
	r.bodyText = text
	return nil
}

// readText takes a text as it stands, or from @FILE or @-, as curl does.
func readText(arg string, stdin io.Reader) ([]byte, error) {
	file, isFile := strings.CutPrefix(arg, "@")
	switch {
	case !isFile:
		return []byte(arg), nil
	case file == "-":
		return io.ReadAll(stdin)
	}
	return os.ReadFile(file)
}

func (r *requestFlags) readEventTime() error {
	if r.eventTime == "now" {
		return nil
	}
	if n, err := strconv.ParseInt(r.eventTime, 10, 64); err == nil {
		r.at = n
		return nil
	}
	t, err := time.Parse(time.RFC3339Nano, r.eventTime)
	if err != nil {
		return exit.Usagef("--event-time: wanted now, milliseconds or a time such as 2026-11-23T15:04:05Z, got %q", r.eventTime)
	}
	r.at = t.UnixMilli()
	return nil
}
