package capture

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/http1"
)

var sameExchange = cmp.Options{cmpopts.IgnoreUnexported(http1.Answer{}), cmpopts.EquateEmpty()}

const header = `{"format":"chatcb-capture","version":1}` + "\n"

// readAll reads a capture and tells the numbers of its records, the problems, and how it ended.
func readAll(r *Reader) (seqs []uint64, problems []string, err error) {
	r.OnProblem = func(e *LineError) { problems = append(problems, e.Error()) }
	for rec, e := range r.All() {
		if e != nil {
			return seqs, problems, e
		}
		seqs = append(seqs, rec.Exchange.Seq)
	}
	return seqs, problems, nil
}

func TestReadWhatWasWritten(t *testing.T) {
	created := time.Date(2026, 11, 23, 15, 4, 5, 123, time.UTC)
	var file bytes.Buffer
	w := NewWriter(&file)
	w.Header = Header{Created: created, Tool: "chatcb test", Extra: []callback.Member{{Name: "note", Value: `{"a":[1]}`}}}
	extras := []callback.Member{{Name: ExtraFault, Value: `"hang"`}, {Name: ExtraSeed, Value: `18446744073709551615`}, {Name: "x\"y", Value: `[null, {"z":1.0}]`}}
	if err := w.Append(sample(1, "alice", "bob", 0)); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(&Record{Exchange: *sample(2, "carol", "dave", 38000), Extra: extras}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, source := range map[string]io.Reader{
		"at once": bytes.NewReader(file.Bytes()), "byte by byte": iotest.OneByteReader(bytes.NewReader(file.Bytes())),
		"with the error": iotest.DataErrReader(bytes.NewReader(file.Bytes())),
	} {
		t.Run(name, func(t *testing.T) {
			r := NewReader(source)
			r.Strict = true
			var got []*Record
			for rec, err := range r.All() {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, rec.Clone())
			}
			want := []*Record{{Exchange: *sample(1, "alice", "bob", 0)}, {Exchange: *sample(2, "carol", "dave", 38000), Extra: extras}}
			if diff := cmp.Diff(want, got, sameExchange); diff != "" {
				t.Error(diff)
			}
			wantHeader := w.Header
			wantHeader.Version = Version
			if diff := cmp.Diff(wantHeader, r.Header); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReaderSkipsOrFails(t *testing.T) {
	one, two := line(1), line(2)
	torn := two[:len(two)/2]
	for _, tt := range []struct {
		name, file string
		seqs       []uint64
		problems   []string
		strict     string // the error with Strict; "" if there is none
	}{
		{"empty", "", nil, nil, ""},
		{"header only", header, nil, nil, ""},
		{"no line feed at the end", header + strings.TrimSuffix(one, "\n"), []uint64{1}, nil, ""},
		{"blank lines and CRLF", header + "\n  \r\n" + strings.ReplaceAll(one, "\n", "\r\n") + "\n", []uint64{1}, nil, ""},
		{"byte order mark", "\ufeff" + header + one, []uint64{1}, nil, ""},
		{"no header", one + two, []uint64{1, 2}, nil, "line 1: no header: wanted {\"format\":\"chatcb-capture\",\"version\":1} first"},
		{"header in another order", `{"version":1, "format":"chatcb-capture"}` + "\n" + one, []uint64{1}, nil, ""},
		{"two captures in one", header + one + header + two, []uint64{1, 2}, nil, ""},
		{"torn", header + one + torn, []uint64{1}, []string{"line 3: the line is torn: the file ends within it"}, "line 3: the line is torn: the file ends within it"},
		{"torn in the middle", header + torn + "\n" + one, []uint64{1}, []string{"line 2, column 610: wanted '\"' at the end of a string, got the end of the text"}, "line 2, column 610: wanted '\"' at the end of a string, got the end of the text"},
		{
			"foreign", header + "hello\n" + one + "{\"a\":1}\n" + two,
			[]uint64{1, 2},
			[]string{"line 2, column 1: wanted a value, got 'h'", `line 4, column 8: wanted an exchange, which has a member "request", got none`},
			"line 2, column 1: wanted a value, got 'h'",
		},
		{"NDJSON of a run", strings.Replace(one, "{", `{"type":"exchange","version":1,`, 1) + `{"type":"summary","version":1}` + "\n", []uint64{1}, nil, "line 1: no header: wanted {\"format\":\"chatcb-capture\",\"version\":1} first"},
		{"too long", header + strings.Repeat("x", 5000) + "\n" + one, []uint64{1}, []string{"line 2: the line is too long: 5000 bytes, at most 3000 are read"}, "line 2: the line is too long: 5000 bytes, at most 3000 are read"},
		{"far too long, at the end", header + one + strings.Repeat("x", 3*readSize), []uint64{1}, []string{"line 3: the line is too long: 786432 bytes, at most 3000 are read"}, "line 3: the line is too long: 786432 bytes, at most 3000 are read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := NewReader(strings.NewReader(tt.file))
			r.lines.limit = 3000
			seqs, problems, err := readAll(r)
			if !cmp.Equal(seqs, tt.seqs) || !cmp.Equal(problems, tt.problems) || err != nil || r.Problems != len(problems) {
				t.Errorf("got %v, %q, %v, want %v, %q", seqs, problems, err, tt.seqs, tt.problems)
			}
			r = NewReader(strings.NewReader(tt.file))
			r.lines.limit, r.Strict = 3000, true
			switch _, problems, err := readAll(r); {
			case tt.strict == "" && err != nil:
				t.Errorf("strict: got %v, want no error", err)
			case tt.strict != "" && (err == nil || err.Error() != tt.strict):
				t.Errorf("strict: got %v, want %s", err, tt.strict)
			case len(problems) > 0:
				t.Errorf("strict: skipped %q", problems)
			}
			if err := r.Read(new(Record)); err != io.EOF {
				t.Errorf("after the end: got %v, want io.EOF", err)
			}
		})
	}
}

func TestReaderRefusesOtherFormats(t *testing.T) {
	for _, tt := range []struct{ file, want string }{
		{`{"format":"other","version":1}`, `line 1: the format is "other", not chatcb-capture`},
		{`{"format":"chatcb-capture","version":2}`, "line 1: the capture has version 2: this program reads up to 1"},
		{`{"format":"chatcb-capture"}`, "line 1: the header has no version that is a whole number from 1"},
		{`{"format":"chatcb-capture","version":1.5}`, "line 1: the header has no version that is a whole number from 1"},
		{header + `{"format":"chatcb-capture","version":9}`, "line 2: the capture has version 9: this program reads up to 1"},
	} {
		if _, _, err := readAll(NewReader(strings.NewReader(tt.file + "\n" + line(1)))); err == nil || err.Error() != tt.want {
			t.Errorf("%s\ngot  %v\nwant %s", tt.file, err, tt.want)
		}
	}
}

func TestReaderPassesErrorsOn(t *testing.T) {
	broken := errors.New("the disk is on fire")
	_, _, err := readAll(NewReader(io.MultiReader(strings.NewReader(header+line(1)+"{"), iotest.ErrReader(broken))))
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

func TestDropExtra(t *testing.T) {
	r := NewReader(strings.NewReader(header + line(1, callback.Member{Name: "label", Value: `"x"`})))
	r.DropExtra = true
	for rec, err := range r.All() {
		if err != nil || len(rec.Extra) != 0 {
			t.Errorf("got %v, %v, want no extra members", rec.Extra, err)
		}
	}
}

func TestWriterRefusesExtra(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"seq", "1", `an extra member cannot be called "seq": exchanges have one of that name`},
		{"a", "{", `the value of the extra member "a" is not JSON: byte 1: wanted ',' or '}', got the end of the text`},
		{"a", "1 2", `the value of the extra member "a" is not JSON: byte 2: wanted the end of the text, got '2'`},
		{"a", "[1,\n2]", `the value of the extra member "a" has line ends`},
	} {
		err := NewWriter(io.Discard).Append(sample(1, "a", "b", 0), callback.Member{Name: tt.name, Value: tt.value})
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: %s: got %v, want %s", tt.name, tt.value, err, tt.want)
		}
	}
	got, err := OneLine([]byte("[1,\n{\"a\" : \"<&>\"}]"))
	if want := `[1,{"a":"<&>"}]`; got != want || err != nil {
		t.Errorf("OneLine: got %s, %v, want %s", got, err, want)
	}
}

type failingWriter struct{ left int }

func (f *failingWriter) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestWriterKeepsTheFirstError(t *testing.T) {
	w := NewWriter(&failingWriter{left: 100})
	err := w.Append(sample(1, "a", "b", 0))
	for range 100 {
		err = errors.Join(err, w.Append(sample(1, "a", "b", 0)))
	}
	if !errors.Is(err, io.ErrShortWrite) || !errors.Is(w.Close(), io.ErrShortWrite) {
		t.Errorf("got %v, want %v", err, io.ErrShortWrite)
	}
}

func TestRecordMembers(t *testing.T) {
	var r Record
	r.Set("label", `"a"`)
	r.Set("x", `1`)
	r.Set("label", `"b"`)
	label, ok := r.Get("label")
	_, none := r.Get("y")
	if label != `"b"` || !ok || none || len(r.Extra) != 2 {
		t.Errorf("got %v", r.Extra)
	}
}
