package send

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	"os"
	"slices"
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
	to           []string
	from         string
	requester    string
	remark       string
	group        string
	source       string
	wording      string
	addType      string
	force        bool
	platform     string
	clientIP     string
	appID        string
	token        flags.Token
	requestID    string
	order        string
	omitEmpty    bool
	eventTime    string
	set          []string
	setJSON      []string
	body         string
	seed         string
	number       uint64
	friends      int
	allowInvalid bool

	flags    *pflag.FlagSet
	seedNum  uint64
	bodyText []byte
	at       int64 // --event-time in milliseconds; 0 means now
}

func (r *requestFlags) bind(f *pflag.FlagSet) {
	r.flags = f
	f.StringSliceVar(&r.to, "to", nil, "To_Account: whom to add, separated by commas")
	f.StringVar(&r.from, "from", "", "From_Account: who asks to add a friend")
	f.StringVar(&r.requester, "requester", "", "Requester_Account: who initiates the request (default: From_Account)")
	f.StringVar(&r.remark, "remark", "", "Remark of every friend, at most 96 bytes")
	f.StringVar(&r.group, "group", "", "GroupName of every friend, at most 30 bytes")
	f.StringVar(&r.source, "source", "", "AddSource: AddSource_Type_ and up to 8 letters, or just the letters")
	f.StringVar(&r.wording, "wording", "", "AddWording of every friend, at most 256 bytes")
	f.StringVar(&r.addType, "add-type", "", "AddType: single or both (default both)")
	f.BoolVar(&r.force, "force", false, "ForceAddFlags 1, which real traffic does not have")
	f.StringVar(&r.platform, "platform", "", "OptPlatform: "+strings.Join(clientPlatforms(), ", ")+"; others with --allow-invalid")
	f.StringVar(&r.clientIP, "client-ip", "", "ClientIP")
	f.StringVar(&r.appID, "app-id", "1400000000", "SdkAppid")
	r.token.Bind(f, "for Sign")
	f.StringVar(&r.requestID, "request-id", "", "RequestId, an undocumented parameter seen in captures; none leaves it out (default: from the seed, with --order wire)")
	f.StringVar(&r.order, "order", "wire", "order of members and parameters: wire (sorted, as captured) or documented (as the page prints them)")
	f.BoolVar(&r.omitEmpty, "omit-empty", false, "leave out empty Remark, GroupName, AddSource and AddWording")
	f.StringVar(&r.eventTime, "event-time", "now", "EventTime: now, Unix milliseconds, or a time such as 2026-11-23T15:04:05Z")
	f.StringArrayVar(&r.set, "set", nil, "PATH=TEXT: set any member, such as FriendItem[0].Remark=hi or url.ClientIP=::1; can be repeated")
	f.StringArrayVar(&r.setJSON, "set-json", nil, "PATH=JSON: set a member to a JSON value, such as EventTime=1.5e12; can be repeated")
	f.StringVar(&r.body, "body", "", "send this text as the body; @FILE reads a file, @- reads standard input")
	f.StringVar(&r.seed, "seed", "", "what the request is made from; the same seed makes the same request (default: random, and printed)")
	f.Uint64Var(&r.number, "number", 0, "number of the first request in the seed's stream")
	f.IntVar(&r.friends, "friends", 0, "how many friends a generated request asks for (default: mostly 1)")
	f.BoolVar(&r.allowInvalid, "allow-invalid", false, "send even what Chat would never send")
}

// fieldFlags are the flags that say nothing when the body is given.
var fieldFlags = []string{
	"to", "from", "requester", "remark", "group", "source", "wording", "add-type", "force", "event-time", "friends",
	"omit-empty",
}

// resolve reads files and checks what can be checked once.
func (r *requestFlags) resolve(stdin io.Reader) error {
	if err := exit.OneOf("--order", r.order, "wire", "documented"); err != nil {
		return err
	}
	if err := r.token.Read(); err != nil {
		return err
	}
	if err := r.readBody(stdin); err != nil {
		return err
	}
	if r.seed == "" {
		var b [4]byte
		rand.Read(b[:])
		r.seedNum = uint64(binary.LittleEndian.Uint32(b[:]))
	} else {
		n, err := strconv.ParseUint(r.seed, 10, 64)
		if err != nil {
			return exit.Usagef("--seed: wanted a whole number from 0, got %q", r.seed)
		}
		r.seedNum = n
	}
	if r.friends < 0 {
		return exit.Usagef("--friends: wanted 1 or more, got %d", r.friends)
	}
	switch r.addType {
	case "", callback.AddTypeBoth, callback.AddTypeSingle:
	case "single", "both":
		r.addType = map[string]string{"single": callback.AddTypeSingle, "both": callback.AddTypeBoth}[r.addType]
	default:
		if !r.allowInvalid {
			return exit.Usagef("%w; --allow-invalid sends it all the same", exit.OneOf("--add-type", r.addType, "single", "both"))
		}
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
	if err := exit.OneOf("--platform", r.platform, clientPlatforms()...); err != nil {
		return exit.Usagef("%w; --allow-invalid sends it all the same", err)
	}
	return nil
}

// clientPlatforms lists the platforms of requests that trigger the callback.
func clientPlatforms() []string {
	return slices.DeleteFunc(callback.Platforms(), func(p string) bool { return p == callback.RESTAPI })
}

func (r *requestFlags) readBody(stdin io.Reader) error {
	if !r.flags.Changed("body") {
		return nil
	}
	for _, name := range fieldFlags {
		if r.flags.Changed(name) {
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
