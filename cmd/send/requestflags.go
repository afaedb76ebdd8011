package send

import (
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
)

// requestFlags say what a generated request looks like. Whatever is not given comes from the seed.
type requestFlags struct {
	Webhook      flags.Webhook
	Fields       flags.Fields
	Platform     string `flag:"platform" complete:"platforms"`
	ClientIP     string `flag:"client-ip"`
	AppID        string `flag:"app-id" default:"1400000000"`
	Token        flags.Token
	RequestID    string `flag:"request-id" complete:"request-id"`
	Encoding     callback.Encoding
	EventTime    string `flag:"event-time" once:"yes" default:"now" complete:"event-time"`
	Edits        flags.Edits
	Body         string     `flag:"body" short:"d" reads:"@NAME"`
	Seed         flags.Seed `flag:"seed" once:"yes"`
	Number       uint64     `flag:"number" once:"yes"`
	Friends      int        `flag:"friends" atleast:"0"`
	AllowInvalid bool       `flag:"allow-invalid"`

	App      *app.App
	Flags    *pflag.FlagSet
	bodyText []byte
	at       int64 // --event-time in milliseconds; 0 means now
}

// Resolve reads files and checks what can be checked once.
func (r *requestFlags) Resolve() error {
	if r.Flags.Changed("to") && len(r.Fields.To) == 0 {
		r.Fields.To = []string{""} // which is told as an empty From_Account is
	}
	if err := r.readBody(r.App.Stdin); err != nil {
		return err
	}
	if !r.Seed.Given {
		r.Seed.Draw()
	}
	if err := r.Fields.Check(r.Webhook.Value, r.AllowInvalid); err != nil {
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
	if r.AllowInvalid || !r.Flags.Changed("platform") {
		return nil
	}
	if err := exit.OneOf("--platform", r.Platform, callback.ClientPlatforms()...); err != nil {
		return exit.Usagef("%w; --allow-invalid sends it all the same", err)
	}
	return nil
}

func (r *requestFlags) readBody(stdin io.Reader) error {
	if !r.Flags.Changed("body") {
		return nil
	}
	given := r.Fields.Changed()
	for _, name := range []string{given, "event-time", "friends", "omit-empty"} {
		if name != "" && (name == given || r.Flags.Changed(name)) {
			return exit.Usagef("--body and --%s exclude each other; --set changes members of the body", name)
		}
	}
	text, err := readText(r.Body, stdin)
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
	if r.EventTime == "now" {
		return nil
	}
	if n, err := strconv.ParseInt(r.EventTime, 10, 64); err == nil {
		r.at = n
		return nil
	}
	t, err := time.Parse(time.RFC3339Nano, r.EventTime)
	if err != nil {
		return exit.Usagef("--event-time: wanted now, milliseconds or a time such as 2026-11-23T15:04:05Z, got %q", r.EventTime)
	}
	r.at = t.UnixMilli()
	return nil
}
