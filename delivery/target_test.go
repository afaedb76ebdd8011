package delivery

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
)

func TestParseTarget(t *testing.T) {
	plain := func(address, name, host, path string) Target {
		return Target{Network: "tcp", Address: address, ServerName: name, Host: host, Path: path}
	}
	secure := func(t Target) Target { t.Secure = true; return t }
	query := func(t Target, q ...callback.Param) Target { t.Query = q; return t }
	tests := []struct {
		in   string
		want Target
		url  string
	}{
		{"http://example.com/cb", plain("example.com:80", "example.com", "example.com", "/cb"), "http://example.com/cb"},
		{"https://www.example.com", secure(plain("www.example.com:443", "www.example.com", "www.example.com", "/")), "https://www.example.com/"},
		{"HTTPS://Example.com:8443/a%2Fb/c", secure(plain("Example.com:8443", "Example.com", "Example.com:8443", "/a%2Fb/c")), "https://Example.com:8443/a%2Fb/c"},
		{"https://h/p?b=2&a=1&b=%20#frag", query(secure(plain("h:443", "h", "h", "/p")), callback.Param{Name: "b", Value: "2"}, callback.Param{Name: "a", Value: "1"}, callback.Param{Name: "b", Value: " "}), "https://h/p?b=2&a=1&b=%20"},
		{"https://h?a=1", query(secure(plain("h:443", "h", "h", "/")), callback.Param{Name: "a", Value: "1"}), "https://h/?a=1"},
		{"http://h:/x", plain("h:80", "h", "h", "/x"), "http://h/x"},
		{"3000", plain("localhost:3000", "localhost", "localhost:3000", "/"), "http://localhost:3000/"},
		{":3000/path/x", plain("localhost:3000", "localhost", "localhost:3000", "/path/x"), "http://localhost:3000/path/x"},
		{" localhost:3000\n", plain("localhost:3000", "localhost", "localhost:3000", "/"), "http://localhost:3000/"},
		{"backend:8080/cb?x=y", query(plain("backend:8080", "backend", "backend:8080", "/cb"), callback.Param{Name: "x", Value: "y"}), "http://backend:8080/cb?x=y"},
		{"127.0.0.1:1/", plain("127.0.0.1:1", "127.0.0.1", "127.0.0.1:1", "/"), "http://127.0.0.1:1/"},
		{"[::1]:3000", plain("[::1]:3000", "::1", "[::1]:3000", "/"), "http://[::1]:3000/"},
		{"http://[fe80::1%25lo]/", plain("[fe80::1%lo]:80", "fe80::1%lo", "[fe80::1]", "/"), "http://[fe80::1]/"},
		{"unix:/run/app.sock", Target{Network: "unix", Address: "/run/app.sock", ServerName: "localhost", Host: "localhost", Path: "/"}, "unix:/run/app.sock:/"},
		{"unix:///run/app.sock", Target{Network: "unix", Address: "/run/app.sock", ServerName: "localhost", Host: "localhost", Path: "/"}, "unix:/run/app.sock:/"},
		{"unix:app.sock:/cb?x=1", query(Target{Network: "unix", Address: "app.sock", ServerName: "localhost", Host: "localhost", Path: "/cb"}, callback.Param{Name: "x", Value: "1"}), "unix:app.sock:/cb?x=1"},
		{"http://us%65r:p%40ss@h/", func() Target {
			t := plain("h:80", "h", "h", "/")
			t.Authorization = "Basic dXNlcjpwQHNz"
			return t
		}(), "http://h/"},
	}
	for _, c := range tests {
		t.Run(c.in, func(t *testing.T) {
			got, err := ParseTarget(c.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if got.String() != c.url {
				t.Errorf("got URL %q, want %q", got.String(), c.url)
			}
		})
	}
}

// Every message says what came and what to do, and none repeats a password.
func TestParseTargetErrors(t *testing.T) {
	tests := []struct{ in, came, advice string }{
		{"", "no target", "https://host/path"},
		{"example.com/cb", "neither a scheme nor a port", "write https://example.com/cb"},
		{"localhost", "neither a scheme nor a port", "add the port"},
		{"ftp://h/", `the scheme "ftp"`, "http or https"},
		{"http:///path", "no host", "host:port/path"},
		{"http://h:0/", "port 0", "1 to 65535"},
		{"70000", "port 70000", "1 to 65535"},
		{"http://h:x/", "what is no URL (invalid port", "give a URL"},
		{"http://例え.jp/", `the host "\u4f8b\u3048.jp"`, "xn--"},
		{"http://a%25b/", `the host "a%b"`, "letters, digits"},
		{"unix:", "no path of a socket", "unix:/path/to.sock"},
		{"unix:/a.sock:/%zz", "what is no URL", "/a.sock:"},
		{"http://user:secret@h:x/", "what is no URL", "give a URL"},
		{"http://user:sec/ret@h", "what is no URL", "give a URL"},
		{"user:secret@h", "neither a scheme nor a port", "write https://h,"},
		{"ftp://user:secret@h", "the scheme", "http"},
	}
	for _, c := range tests {
		t.Run(c.in, func(t *testing.T) {
			_, err := ParseTarget(c.in)
			if err == nil {
				t.Fatal("got no error, want one")
			}
			msg := err.Error()
			if !strings.Contains(msg, c.came) || !strings.Contains(msg, c.advice) {
				t.Errorf("got %q, want it to say %q and %q", msg, c.came, c.advice)
			}
			if strings.Contains(msg, "sec") && strings.Contains(c.in, "sec") {
				t.Errorf("got %q, which repeats a password", msg)
			}
		})
	}
}

func TestAppendRequestTarget(t *testing.T) {
	q := callback.PrevFriendAdd.Query("1400000000", "1.2.3.4", "iOS")
	bare, err := ParseTarget("https://h/cb")
	if err != nil {
		t.Fatal(err)
	}
	configured, err := ParseTarget("https://h/cb?appId=x")
	if err != nil {
		t.Fatal(err)
	}
	const own = "CallbackCommand=Sns.CallbackPrevFriendAdd"
	tests := []struct {
		name   string
		target *Target
		style  callback.Style
		want   string
	}{
		{"documented", bare, callback.Documented, "/cb?SdkAppid=1400000000&" + own + "&contenttype=json&ClientIP=1.2.3.4&OptPlatform=iOS"},
		{"wire", bare, callback.Wire, "/cb?" + own + "&ClientIP=1.2.3.4&OptPlatform=iOS&SdkAppid=1400000000&contenttype=json"},
		{"documented, merged", configured, callback.Documented, "/cb?appId=x&SdkAppid=1400000000&" + own + "&contenttype=json&ClientIP=1.2.3.4&OptPlatform=iOS"},
		{"wire, merged", configured, callback.Wire, "/cb?" + own + "&ClientIP=1.2.3.4&OptPlatform=iOS&SdkAppid=1400000000&appId=x&contenttype=json"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			if got := string(c.target.AppendRequestTarget(nil, q, c.style)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if got, want := c.target.URL(q, c.style), "https://h"+c.want; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestLoopback(t *testing.T) {
	for in, want := range map[string]bool{
		"3000": true, "http://LOCALHOST/": true, "http://127.3.2.1/": true, "[::1]:1": true, "unix:/a": true,
		"http://example.com/": false, "http://10.0.0.1/": false,
	} {
		target, err := ParseTarget(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := target.Loopback(); got != want {
			t.Errorf("%s: got %v, want %v", in, got, want)
		}
	}
}

// FuzzParseTarget: what is accepted can be rendered and read again, and is the same.
func FuzzParseTarget(f *testing.F) {
	for _, s := range []string{"3000", ":1/x", "https://u:p@h:1/a?b=c", "[::1]:2", "unix:a:/b?c", "http://[fe80::1%25lo]/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		first, err := ParseTarget(s)
		if err != nil {
			return
		}
		second, err := ParseTarget(first.String())
		if err != nil {
			t.Fatalf("%q renders as %q, which is refused: %v", s, first.String(), err)
		}
		if first.Path[0] != '/' || second.String() != first.String() || second.Host != first.Host {
			t.Errorf("got %+v, want %+v", second, first)
		}
	})
}
