package formats

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// Every writer's whole output, from one fixed list of records. UPDATE=1 writes the files anew: look at the difference.
func TestGoldenFiles(t *testing.T) {
	for _, f := range Formats() {
		if !f.Writable() {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			lost := new(format.Lost)
			got := written(t, f.Name, format.Options{Lost: lost, Tool: "chatcb test"}, fixed()...)
			got += "\n--- lost ---\n" + strings.Join(lostIn(lost), "\n") + "\n"
			name := filepath.Join("testdata", f.Name+".golden")
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(testdata(t, f.Name+".golden"), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// What a format keeps comes back as it was.
func TestRoundTrips(t *testing.T) {
	plain, denied := sample(1, "alice", 0, "bob"), sample(2, "carol", 38000, "dave", "eve")
	denied.Set("label", `"x"`)
	for _, tt := range []struct {
		format string
		change func(*capture.Record) // what the format does not keep
	}{
		{"capture", func(*capture.Record) {}},
		{"har", func(*capture.Record) {}},
		{"gor", func(r *capture.Record) {
			r.Exchange.Phases = exchange.Phases{LastByte: r.Exchange.Phases.LastByte}
			r.Exchange.Deadline, r.Extra = 0, nil
		}},
		{"http", func(r *capture.Record) {
			r.Exchange = exchange.Exchange{Seq: r.Exchange.Seq, Target: r.Exchange.Target, Sent: r.Exchange.Sent, Received: r.Exchange.Received, Answer: r.Exchange.Answer}
			r.Extra = nil
		}},
	} {
		t.Run(tt.format, func(t *testing.T) {
			want := []*capture.Record{plain.Clone(), denied.Clone()}
			text := written(t, tt.format, format.Options{}, want...)
			for _, r := range want {
				tt.change(r)
			}
			got := readBack(t, tt.format, text, format.Options{Strict: true})
			if diff := cmp.Diff(want, got, same); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if f, err := Detect([]byte(text)[:min(len(text), DetectSize)]); err != nil || f.Name != tt.format {
				t.Errorf("detected %q, %v", f.Name, err)
			}
		})
	}
}

// The odd records too keep their bytes where the format says that nothing of them is lost.
func TestBytesAreKeptUnlessListed(t *testing.T) {
	for _, each := range Formats() {
		f := each.Name
		if each.Read == nil || !each.Writable() || f == "curl" || f == "postman" { // which keep no bytes
			continue
		}
		for _, r := range fixed() {
			lost := new(format.Lost)
			text := written(t, f, format.Options{Lost: lost}, r)
			got := readBack(t, f, text, format.Options{})
			if len(got) != 1 {
				t.Fatalf("%s %d: got %d records", f, r.Exchange.Seq, len(got))
			}
			listed := strings.Join(lostIn(lost), "\n")
			if !bytes.Equal(got[0].Exchange.Sent, r.Exchange.Sent) && !strings.Contains(listed, "request's head") {
				t.Errorf("%s %d: sent %q, got %q, and not listed: %s", f, r.Exchange.Seq, r.Exchange.Sent, got[0].Exchange.Sent, listed)
			}
			if !bytes.Equal(got[0].Exchange.Received, r.Exchange.Received) && !strings.Contains(listed, "bytes around the answer") {
				t.Errorf("%s %d: received %q, got %q, and not listed: %s", f, r.Exchange.Seq, r.Exchange.Received, got[0].Exchange.Received, listed)
			}
			if !bytes.Equal(got[0].Exchange.Answer.Body, r.Exchange.Answer.Body) {
				t.Errorf("%s %d: body %q, want %q", f, r.Exchange.Seq, got[0].Exchange.Answer.Body, r.Exchange.Answer.Body)
			}
		}
	}
}

func TestDetect(t *testing.T) {
	long := sample(1, "alice", 0, "bob")
	long.Exchange.Received = bytes.Repeat([]byte("x"), 3*DetectSize)
	for _, tt := range []struct{ start, want string }{
		{"\ufeff{\"format\":\"chatcb-capture\",\"version\":1}\n", "capture"},
		{written(t, "capture", format.Options{}, sample(1, "a", 0, "b")), "capture"},
		{string(capture.AppendLine(nil, &long.Exchange, nil))[:DetectSize], "capture"},
		{"{\n  \"log\" : {", "har"},
		{"1 abc 1231\nPOST / HTTP/1.1\r\n", "gor"},
		{"POST /x HTTP/1.1\nHost: a\n\n{}", "http"},
		{"\r\nGET http://a/ HTTP/1.0\r\n\r\n", "http"},
		{"#!/bin/sh\n# comment\n\n$ curl -d x http://a/\n", "curl"},
		{"curl \\\n http://a/", "curl"},
		{"", ""},
		{"{}", ""},
		{"hello", ""},
		{"\x00\x01", ""},
		{"HTTP/1.1 200 OK\r\n\r\n", ""},
	} {
		f, err := Detect([]byte(tt.start))
		if f.Name != tt.want || (err != nil) != (tt.want == "") || err != nil && !errors.Is(err, ErrUnknownFormat) {
			t.Errorf("%.30q: got %q, %v, want %q", tt.start, f.Name, err, tt.want)
		}
	}
}

func TestFormats(t *testing.T) {
	endings := make(map[string]string)
	names := make(map[string]bool)
	for _, f := range Formats() {
		t.Log(f.Name) // TestNewFormat looks for its own
		if names[f.Name] || f.Read == nil && !f.Writable() || (f.Looks == nil) != (f.Read == nil) {
			t.Errorf("%s: there are two, or it cannot be read, written or told by its content", f.Name)
		}
		names[f.Name] = true
		for _, ending := range f.Endings {
			if other := endings[ending]; other != "" {
				t.Errorf("%s and %s have the ending %s", other, f.Name, ending)
			}
			endings[ending] = f.Name
		}
	}
	for file, want := range map[string]string{
		"a.jsonl": "capture", "a.har": "har", "a.HAR.gz": "har", "a.gor.zst": "gor", "a.csv": "csv", "a_test.go": "go",
		"a.json": "postman", "a.sh": "curl", "a.http": "http", "a": "", "a.gz": "",
	} {
		if f, ok := ByEnding(file); f.Name != want || ok != (want != "") {
			t.Errorf("%s: got %q, want %q", file, f.Name, want)
		}
	}
	if _, err := ByName("hra"); err == nil || !strings.Contains(err.Error(), `no format "hra" (did you mean`) {
		t.Errorf("got %v", err)
	}
	var none *format.Lost
	none.Add(1, "x")
	if none.Items() != nil {
		t.Error("a nil Lost counts")
	}
}

// Whatever the exchanges are, a file of any format gives back as many, in their order, and of each what is not listed.
func TestRoundTripsOfMany(t *testing.T) {
	const seed = 20261123
	draw := rand.New(rand.NewPCG(seed, seed))
	records := make([]*capture.Record, 300)
	for i := range records {
		records[i] = random(draw, uint64(i+1))
	}
	for _, f := range Formats() {
		if f.Read == nil || !f.Writable() {
			continue
		}
		name, lost := f.Name, new(format.Lost)
		problems := 0
		text := written(t, name, format.Options{Lost: lost, OnProblem: func(error) { problems++ }}, records...)
		got := readBack(t, name, text, format.Options{Strict: true})
		if problems > 0 || len(got) != len(records) {
			t.Errorf("%s: got %d records, %d could not be written, want %d", name, len(got), problems, len(records))
			continue
		}
		listed := make(map[string]int)
		for _, item := range lost.Items() {
			listed[item.What] = item.Count
		}
		differ := 0
		for i, r := range records {
			want, is := &r.Exchange, &got[i].Exchange
			if name != "curl" && !bytes.Equal(is.Answer.Body, want.Answer.Body) && utf8.Valid(want.Answer.Body) {
				t.Errorf("%s %d: answered %q, want %q", name, i, is.Answer.Body, want.Answer.Body)
			}
			if !bytes.Equal(is.SentBody(), want.SentBody()) {
				differ++
			}
		}
		if most := listed["the exact bytes of the request's body: how it was cut into chunks, or what is not UTF-8"]; differ > most {
			t.Errorf("%s: %d bodies of requests differ, and %d are listed", name, differ, most)
		}
	}
}

// random draws an exchange: whole or odd, with a length or chunks, answered or not.
func random(draw *rand.Rand, seq uint64) *capture.Record {
	word := func() string {
		letters := []rune("abc \"\\'{}[]%&=+你♟\t;:,.-_")
		b := make([]rune, 1+draw.IntN(12))
		for i := range b {
			b[i] = letters[draw.IntN(len(letters))]
		}
		return string(b)
	}
	r := sample(seq, "u"+strconv.Itoa(draw.IntN(9)), int64(draw.IntN(2)*38000), word(), "id"+strconv.Itoa(draw.IntN(9)))
	x := &r.Exchange
	head, body := http1.Split(x.Sent)
	if draw.IntN(3) == 0 {
		n := draw.IntN(len(body))
		head = regexp.MustCompile("Content-Length: [0-9]+").ReplaceAll(head, []byte("Transfer-Encoding: chunked"))
		x.Sent = fmt.Appendf(head, "%x\r\n%s\r\n%x;a=b\r\n%s\r\n0\r\n\r\n", max(n, 1), body[:max(n, 1)], len(body)-max(n, 1), body[max(n, 1):])
	}
	switch draw.IntN(6) {
	case 0:
		x.Received, x.Phases.LastByte = nil, 0
		x.Answer.Reset()
	case 1:
		answerWith(x, fmt.Sprintf("HTTP/1.1 %d %s\r\nX-Word: %s\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", []int{200, 201, 403, 599}[draw.IntN(4)], "Word", "a  b"))
	case 2:
		answerWith(x, "HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n")
	case 3:
		text := word()
		answerWith(x, fmt.Sprintf("HTTP/1.1 200 OK\r\ncontent-length:%d\r\nSet-Cookie: [masked]\r\n\r\n%s", len(text), text))
	}
	return r
}

// FuzzReaders: any bytes in any format are records or an error, and what is read can be kept as a capture.
func FuzzReaders(f *testing.F) {
	for i, name := range []string{"capture", "har", "gor", "http", "curl", "postman"} {
		if i > 0 {
			i++ // runs are printed by others
		}
		f.Add(byte(i), []byte(written(f, name, format.Options{}, fixed()...)))
	}
	f.Add(byte(1), []byte(run))
	f.Add(byte(2), []byte(testdata(f, "chromium.har")))
	f.Add(byte(4), []byte("GET / HTTP/1.1\nA: b\n\nHTTP/1.1 100 \n\nHTTP/1.0 200 OK\nTransfer-Encoding: chunked\n\n1\na\n0\n\n"))
	f.Add(byte(5), []byte("curl -sXPOST $'http://a/\\x41\\u4f60' --json \"a\\\"b\" -H 'C: d' | jq .; curl -G -d a=b c"))
	f.Fuzz(func(t *testing.T, which byte, text []byte) {
		readable := Readable()
		f, _ := ByName(readable[int(which)%len(readable)])
		n := 0
		for r, err := range f.Read(bytes.NewReader(text), format.Options{Lost: new(format.Lost)}) {
			if n++; n > len(text)+1 {
				t.Fatal("more records than bytes")
			}
			if err != nil {
				return
			}
			var out bytes.Buffer
			w := capture.NewWriter(&out)
			if err := w.Write(r); err != nil {
				t.Fatal(err)
			}
			w.Close()
			if y := r.Exchange.Start.UTC().Year(); y < 0 || y > 9999 {
				continue
			}
			line := out.Bytes()
			strict := capture.NewReader(&out)
			strict.Strict = true
			var again capture.Record
			if err := strict.Read(&again); err != nil {
				t.Fatalf("%v in %s", err, line)
			}
			if want := format.Masked(r.Exchange.Sent); !bytes.Equal(again.Exchange.Sent, want) {
				t.Fatalf("got %q, want %q in %s", again.Exchange.Sent, want, line)
			}
		}
	})
}

// FuzzWriters: any bytes on the wire can be written in any format without a panic, and again what a format says it keeps.
func FuzzWriters(f *testing.F) {
	for _, r := range fixed() {
		f.Add(r.Exchange.Sent, r.Exchange.Received)
	}
	f.Fuzz(func(t *testing.T, sent, received []byte) {
		r := &capture.Record{Exchange: exchange.Exchange{Seq: 7, Target: "http://a/", Sent: sent}}
		answerWith(&r.Exchange, string(received))
		for _, name := range Writable() {
			f, _ := ByName(name)
			var out bytes.Buffer
			lost := new(format.Lost)
			sink := f.Write(&out, format.Options{Lost: lost})
			if err := sink.Write(r); err != nil {
				continue
			}
			if err := sink.Close(); err != nil {
				t.Fatal(err)
			}
			if f.Read == nil || f.Name == "capture" { // which masks credentials without a word
				continue
			}
			for got, err := range f.Read(&out, format.Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				if len(lost.Items()) == 0 && (!bytes.Equal(got.Exchange.Sent, sent) || !bytes.Equal(got.Exchange.Received, received)) {
					t.Fatalf("nothing is listed as lost\nsent %q\ngot  %q\nreceived %q\ngot      %q", sent, got.Exchange.Sent, received, got.Exchange.Received)
				}
			}
		}
	})
}
