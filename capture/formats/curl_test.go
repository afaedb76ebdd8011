package formats

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/internal/need"
)

func TestReadCurl(t *testing.T) {
	const end = "\r\n\r\n"
	for _, tt := range []struct {
		name, command string
		want          []string // as sent
	}{
		{"plain", `curl http://a/b`, []string{"GET /b HTTP/1.1\r\nHost: a" + end}},
		{"no scheme", `curl a:80?x=y`, []string{"GET /?x=y HTTP/1.1\r\nHost: a:80" + end}},
		{"data", `curl -d 'a=b' -d c http://a/`, []string{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Type: application/x-www-form-urlencoded" + end + "a=b&c"}},
		{"json", `curl --json '{"a":' --json 1} http://a/`, []string{"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: 7" + end + `{"a":1}`}},
		{"headers", `curl -H "X: y  z" -H 'Empty;' -H 'Content-Type:' -H "Host: b" --data-raw @x http://a/`, []string{"POST / HTTP/1.1\r\nHost: b\r\nX: y  z\r\nEmpty: \r\nContent-Length: 2" + end + "@x"}},
		{"own method", `curl -XPUT -A me -e there -b 'c=d' -u 'u:p' http://a/`, []string{"PUT / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic dTpw\r\nUser-Agent: me\r\nReferer: there\r\nCookie: c=d" + end}},
		{"own header instead", `curl -A me -H 'user-agent: you' http://a/`, []string{"GET / HTTP/1.1\r\nHost: a\r\nuser-agent: you" + end}},
		{"get", `curl -G -d a=b --data-urlencode 'c=d e' --data-urlencode '=&' 'http://a/?x'`, []string{"GET /?x&a=b&c=d+e&%26 HTTP/1.1\r\nHost: a" + end}},
		{"head", `curl -I http://a/`, []string{"HEAD / HTTP/1.1\r\nHost: a" + end}},
		{"letters together", `curl -sSkXPOST -o/dev/null -m 5 http://a/`, []string{"POST / HTTP/1.1\r\nHost: a" + end}},
		{"several", "# comment\n$ curl http://a/ http://b/; curl \\\n  http://c/ | jq . | x\ncurl http://d/ > out && curl http://e/\n\n", []string{
			"GET / HTTP/1.1\r\nHost: a" + end, "GET / HTTP/1.1\r\nHost: b" + end, "GET / HTTP/1.1\r\nHost: c" + end, "GET / HTTP/1.1\r\nHost: d" + end, "GET / HTTP/1.1\r\nHost: e" + end,
		}},
		{"and then", "curl http://a/ && curl http://b/ & curl http://c/", []string{"GET / HTTP/1.1\r\nHost: a" + end, "GET / HTTP/1.1\r\nHost: b" + end, "GET / HTTP/1.1\r\nHost: c" + end}},
		{"quotes", `curl "http://a/\"\$\x" -H 'a: "'"'"'"' -H b:\ \'\c`, []string{"GET /%22$%5Cx HTTP/1.1\r\nHost: a\r\na: \"'\"\r\nb: 'c" + end}},
		{"quotes with $", `curl http://a/ --data-raw $'\x41\u4f60\U0001f600\101\n\'\\\e\q\0z'`, []string{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 15\r\nContent-Type: application/x-www-form-urlencoded" + end + "A你😀A\n'\\\x1b\\q"}},
		{"line ends of Windows", "curl 'http://a/' \\\r\n  -H 'b: c' \\\r\n  --data-raw 'd'\r\ncurl b\r\n", []string{
			"POST / HTTP/1.1\r\nHost: a\r\nb: c\r\nContent-Length: 1\r\nContent-Type: application/x-www-form-urlencoded" + end + "d", "GET / HTTP/1.1\r\nHost: b" + end,
		}},
		{"user in the URL", `curl http://u:p@a/b`, []string{"GET /b HTTP/1.1\r\nHost: a\r\nAuthorization: Basic dTpw" + end}},
		{"set", `curl 'http://a/{b,c}'`, []string{"GET /b HTTP/1.1\r\nHost: a" + end, "GET /c HTTP/1.1\r\nHost: a" + end}},
		{"ranges", `curl 'http://a/[08-10][a-c:2]'`, []string{
			"GET /08a HTTP/1.1\r\nHost: a" + end, "GET /08c HTTP/1.1\r\nHost: a" + end, "GET /09a HTTP/1.1\r\nHost: a" + end,
			"GET /09c HTTP/1.1\r\nHost: a" + end, "GET /10a HTTP/1.1\r\nHost: a" + end, "GET /10c HTTP/1.1\r\nHost: a" + end,
		}},
		{"no pattern", `curl -g 'http://[::1]/{b}' 'http://[::1]/?c\[\]'`, []string{"GET /%7Bb%7D HTTP/1.1\r\nHost: [::1]" + end, "GET /?c\\[\\] HTTP/1.1\r\nHost: [::1]" + end}},
		{"escaped pattern", `curl 'http://[::1]/?c\[\]=\{'`, []string{"GET /?c[]={ HTTP/1.1\r\nHost: [::1]" + end}},
		{"a hash in a word", `curl http://a/x#y`, []string{"GET /x HTTP/1.1\r\nHost: a" + end}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range readBack(t, "curl", tt.command, format.Options{Strict: true}) {
				got = append(got, string(r.Exchange.Sent))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReadCurlErrors(t *testing.T) {
	for _, tt := range []struct{ command, want string }{
		{"\n\nwget http://a/", "line 3: not a curl command: \"wget http://a/\""},
		{"curl", "line 1: the command has no URL"},
		{"curl -d @file http://a/", "line 1: --data: the value is read from a file (@), and files are not opened here: put its content into the command"},
		{"curl --json @- http://a/", "line 1: --json: the value is read from a file (@)"},
		{"curl --data-urlencode a@b http://a/", "line 1: --data-urlencode: the value is read from a file (@)"},
		{"curl -H @x http://a/", "line 1: --header: the value is read from a file (@)"},
		{"curl -b jar http://a/", "line 1: --cookie: the value is read from a file (@)"},
		{"curl -F a=b http://a/", "line 1: --form: the option is not supported here"},
		{"curl --haeder x http://a/", "line 1: the option --haeder is not known here (did you mean \"--header\"?)"},
		{"curl -y http://a/", "line 1: the option -y is not known here"},
		{"curl http://a/ -H", "line 1: the option --header has no value"},
		{"curl ftp://a/", "line 1: \"ftp://a/\" is no URL of http or https"},
		{"curl http://a/?a=1&b=2", "line 1: an & outside of quotes ends the command: put the URL into quotes"},
		{"curl 'http://a/", "line 1: reached EOF without closing quote `'`"},
		{"curl \"http://a/", "line 1: reached EOF without closing quote `\"`"},
		{"curl $'a", "line 1: reached EOF without closing quote `'`"},
		{"curl $URL", "line 1: a shell would fill in a variable"},
		{"curl \"$(date)\"", "line 1: a shell would fill in a variable"},
		{"curl 'http://a/[]'", `line 1: "http://a/[]" has a [ that begins no range`},
		{"curl 'http://a/{b'", `line 1: "http://a/{b" has a { that is not closed`},
		{"curl 'http://a/[1-99999][1-9]'", `line 1: "http://a/[1-99999][1-9]" stands for more than 10000 URLs`},
		{"curl ^\"http://a/^&b^\" ^\r\n  -H ^\"b: c^\"\r\n", "line 1: the command is for the prompt of Windows"},
		{"curl \"http://a/\" ^\r\n  -H \"b: c\"\r\n", "line 1: the command is for the prompt of Windows"},
		{"curl `x`", "line 1: a shell would fill in a variable"},
		{"curl -H $'a: b\\r\\nc: d' http://a/", "line 1: --header: a header with line ends"},
	} {
		var got error
		for _, err := range formatNamed(t, "curl").Read(strings.NewReader(tt.command), format.Options{Strict: true}) {
			got = err
			if err != nil {
				break
			}
		}
		if got == nil || !strings.HasPrefix(got.Error(), tt.want) {
			t.Errorf("%q\ngot  %v\nwant %s", tt.command, got, tt.want)
		}
	}
	// Without Strict, a command that cannot be read is skipped and reported.
	var problems []string
	got := readBack(t, "curl", "make\ncurl http://a/\n", format.Options{OnProblem: func(err error) { problems = append(problems, err.Error()) }})
	if len(got) != 1 || !cmp.Equal(problems, []string{`line 1: not a curl command: "make"`}) {
		t.Errorf("got %d records, %q", len(got), problems)
	}
}

// What is written as a command is read back the same, and a real curl, run by a real shell, sends it.
func TestCurlSendsWhatWasCaptured(t *testing.T) {
	program, bash := need.Program(t, "curl"), need.Program(t, "bash")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	host := l.Addr().String()
	got := make(chan string, 1)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			got <- rawRequest(c)
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			c.Close()
		}
	}()
	utf8 := sample(1, "alice", 0, "bob")
	binary, odd := sample(2, "al'ice\\", 0, "bob"), sample(3, "a", 0, "b")
	setBody(binary, "\xd6\xd0 '\\ \x01\xff\n")
	setBody(odd, "@notafile")
	odd.Exchange.Sent = bytes.Replace(odd.Exchange.Sent, []byte("/hook?"), []byte("/a/../[x]{1,2}?%41&"), 1)
	for _, r := range []*capture.Record{utf8, binary, odd} {
		x := &r.Exchange
		x.Target = "http://" + host + "/hook"
		x.Sent = bytes.Replace(x.Sent, []byte("127.0.0.1:3000"), []byte(host), 1)
		command := written(t, "curl", format.Options{}, r)
		c := exec.CommandContext(t.Context(), bash, "-c", strings.Replace(command, "curl ", program+" -q -s --noproxy '*' ", 1))
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s\n%s", err, out, command)
		}
		if diff := cmp.Diff(sorted(string(x.Sent)), sorted(<-got)); diff != "" {
			t.Errorf("%s\n(-captured +sent by curl)\n%s", command, diff)
		}
		if back := readBack(t, "curl", command, format.Options{Strict: true}); x != &odd.Exchange && sorted(string(back[0].Exchange.Sent)) != sorted(string(x.Sent)) {
			t.Errorf("read back: got %q, want %q", back[0].Exchange.Sent, x.Sent)
		}
	}
}

func setBody(r *capture.Record, body string) {
	m := format.RequestOf(&r.Exchange)
	m.Body = []byte(body)
	m.Set("Content-Length", itoa(len(body)))
	r.Exchange.Sent = m.Append(nil)
}

// rawRequest reads the bytes of one request.
func rawRequest(c net.Conn) string {
	var raw bytes.Buffer
	q, err := http.ReadRequest(bufio.NewReader(io.TeeReader(c, &raw)))
	if err != nil {
		return err.Error()
	}
	io.Copy(io.Discard, q.Body)
	return raw.String()
}

// sorted is a request with its header lines in alphabetical order: curl has its own.
func sorted(request string) string {
	var m format.Message
	head, body, _ := strings.Cut(request, "\r\n\r\n")
	m.ParseHead([]byte(head + "\r\n\r\n"))
	lines := []string{m.Start[0] + " " + m.Start[1]}
	for _, f := range m.Fields {
		lines = append(lines, f.Name+": "+f.Value)
	}
	return strings.Join(append(sort(lines), body), "\n")
}

// No argument can hold a zero byte: printf writes such a body, and a request line with one is refused.
func TestCurlWritesZeroBytes(t *testing.T) {
	r := sample(1, "a", 0, "b")
	setBody(r, "a\x00b")
	encode := formatNamed(t, "curl").Encode
	got, err := encode(r, &format.Options{})
	if err != nil || !strings.HasPrefix(string(got), `printf 'a\000b' | curl `) || !strings.HasSuffix(string(got), "--data-binary @-\n") {
		t.Errorf("got %q, %v, want the body written by printf", got, err)
	}
	r.Exchange.Sent = []byte("PO\x00ST / HTTP/1.1\r\nHost: a\r\n\r\n")
	if _, err := encode(r, &format.Options{}); err == nil || !strings.Contains(err.Error(), "zero byte") {
		t.Errorf("got %v, want it refused", err)
	}
}
