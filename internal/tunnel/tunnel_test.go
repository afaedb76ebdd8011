//go:build unix

package tunnel

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for command, want := range map[string][]string{
		"cloudflared tunnel --url {url}":              {"cloudflared", "tunnel", "--url", "http://127.0.0.1:8080"},
		"ssh -R 80:{host}:{port} nokey@localhost.run": {"ssh", "-R", "80:127.0.0.1:8080", "nokey@localhost.run"},
		`'/opt/my tools/tunnel' "--to={url}/" a\ b`:   {"/opt/my tools/tunnel", "--to=http://127.0.0.1:8080/", "a b"},
		"tunnel $HOME":           {"tunnel"}, // nothing is filled in
		"":                       nil,
		"tunnel 'open":           nil,
		"tunnel $(touch /tmp/x)": nil,
	} {
		got, err := Words(command, "http://127.0.0.1:8080/")
		if !slices.Equal(got, want) || (err == nil) != (want != nil) {
			t.Errorf("%s: got %q, %v, want %q", command, got, err, want)
		}
	}
}

// What programs print, and the address in it.
func TestAddress(t *testing.T) {
	t.Parallel()
	for printed, want := range map[string]string{
		`INF Thank you … Terms of Use (https://www.cloudflare.com/website-terms/), and …: https://developers.cloudflare.com/cloudflare-one/connections
INF |  https://some-words.trycloudflare.com                                  |`: "https://some-words.trycloudflare.com/",
		`t=1 lvl=info msg="started tunnel" name=command_line addr=http://127.0.0.1:8080 url=https://1a2b.ngrok-free.app`: "https://1a2b.ngrok-free.app/",
		`To set up custom domains go to https://admin.localhost.run/
abcdef.lhr.life tunneled with tls termination, https://abcdef.lhr.life`: "https://abcdef.lhr.life/",
		"Available on the internet:\n\nhttps://machine.tail1234.ts.net/\n|-- proxy http://127.0.0.1:3000": "https://machine.tail1234.ts.net/",
		"\x1b[32mhttps://colour.example.com\x1b[0m ready":                                                 "https://colour.example.com/",
		"https://with-a-port.example.com:8443.":                                                           "https://with-a-port.example.com:8443/",
		"http://plain.example.com https://user:secret@example.com https://example.com/?a=b https://local": "",
	} {
		run, err := Start([]string{"printf", `%s\n`, printed})
		if err != nil {
			t.Fatal(err)
		}
		got, err := run.Address(t.Context(), time.Minute)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("got %q, %v, want %q of\n%s", got, err, want, printed)
		}
	}
}

// A program that goes on, one that says nothing, and one that ends too early.
func TestEnd(t *testing.T) {
	t.Parallel()
	run, err := Start([]string{"sh", "-c", "echo https://a.example.com; exec sleep 100"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := run.Address(t.Context(), time.Minute); got != "https://a.example.com/" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	select {
	case <-run.Done():
		t.Error("it has ended")
	default:
	}
	run.Stop(context.Canceled)
	if run.Status() != 128+15 {
		t.Errorf("got status %d, want 143", run.Status())
	}
	run, err = Start([]string{"sh", "-c", "exec sleep 100"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run.Address(t.Context(), time.Millisecond); !errors.Is(err, ErrNoAddress) {
		t.Errorf("got %v, want that there is no address", err)
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	if _, err := run.Address(ctx, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the end of the context", err)
	}
	run.Stop(context.Canceled)
	if run, err = Start([]string{"sh", "-c", "echo no such domain >&2; exit 3"}); err != nil {
		t.Fatal(err)
	}
	if _, err := run.Address(t.Context(), time.Minute); err == nil || !strings.Contains(err.Error(), "sh ended with status 3") || !strings.Contains(err.Error(), "no such domain") {
		t.Errorf("got %v, want how it ended and what it said", err)
	}
	if _, err := Start([]string{"/no/such/tunnel"}); err == nil {
		t.Error("got no error for a program that is not there")
	}
}
