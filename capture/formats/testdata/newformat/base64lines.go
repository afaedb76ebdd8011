// Package base64lines keeps the bytes of requests and answers alone, a line each. It shows what a new format takes.
package base64lines

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
)

// Format is the format of lines in base64.
func Format() format.Format {
	return format.Format{
		Name: "base64lines", Endings: []string{".b64"},
		Read: read, Looks: looks, Encode: encode,
	}
}

func looks(start []byte) bool { return bytes.HasPrefix(start, []byte("UE9TVC")) } // POST

func encode(r *capture.Record, _ *format.Options) ([]byte, error) {
	coding := base64.StdEncoding
	line := coding.AppendEncode(nil, format.Masked(r.Exchange.Sent))
	return append(coding.AppendEncode(append(line, ' '), format.Masked(r.Exchange.Received)), '\n'), nil
}

func read(in io.Reader, o format.Options) iter.Seq2[*capture.Record, error] {
	return func(yield func(*capture.Record, error) bool) {
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, capture.DefaultMaxLine)
		for n := uint64(1); lines.Scan(); n++ {
			rec := new(capture.Record)
			err := decode(rec, n, lines.Bytes())
			if !o.Yield(yield, rec, err, "line %d", n) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, err)
		}
	}
}

func decode(rec *capture.Record, n uint64, line []byte) error {
	x := &rec.Exchange
	sent, received, _ := bytes.Cut(line, []byte{' '})
	request, err := base64.StdEncoding.AppendDecode(nil, sent)
	if err != nil {
		return err
	}
	answer, err := base64.StdEncoding.AppendDecode(nil, received)
	if err != nil {
		return err
	}
	x.Seq, x.Sent = n, request
	x.Target = format.OwnTarget(x)
	if len(answer) > 0 {
		format.Answer(x, answer)
	}
	return nil
}
