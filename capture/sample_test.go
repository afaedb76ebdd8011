package capture

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// sample is an exchange as it is on the wire: user asks for friend, and is answered with code.
func sample(seq uint64, user, friend string, code int64) *exchange.Exchange {
	q := callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: user, FromAccount: user,
		Items: []callback.Item{{
			ToAccount: friend, Texts: callback.Texts{
				callback.Remark: "from the chess club", callback.Group: "chess",
				callback.Source: "AddSource_Type_Android", callback.Wording: "你好，我们昨天一起下过棋 ♟ shall we play again?",
			},
		}},
		Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}, EventTime: 1669872112345 + int64(seq),
	}
	answer := callback.Allow(friend)
	answer.ResultItem[0].ResultCode = code
	query := callback.PrevFriendAdd.Query("1400000000", "203.0.113.7", "Android").Signed("xxxxyyyy", 1669872112)
	body, received := callback.Encoding{}.Append(nil, &q), answer.Append(nil, callback.Wire)
	x := &exchange.Exchange{
		Seq: seq, Start: time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC).Add(time.Duration(seq) * time.Millisecond),
		Target: "http://127.0.0.1:3000/hook", Reused: seq > 1, Deadline: callback.Deadline,
		Phases: exchange.Phases{Write: 41_235, FirstByte: 1_204_111, LastByte: 1_220_004},
	}
	x.Sent = fmt.Appendf(nil, "POST /hook?%s HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		query.Append(nil), len(body), body)
	x.Received = fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(received), received)
	x.Answer.Advance(x.Received, true)
	return x
}

func line(seq uint64, extra ...callback.Member) string {
	return string(AppendLine(nil, sample(seq, "alice", "bob", 0), extra))
}

// endless is a capture of n records, made while it is read.
type endless struct {
	n, at uint64
	rest  []byte
	buf   []byte
	line  []byte // without its number
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.rest) == 0 {
		if e.at > e.n {
			return 0, io.EOF
		}
		e.next()
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func (e *endless) next() {
	if e.at++; e.at == 1 {
		e.rest = (&Header{}).Append(nil)
		return
	}
	const start = `{"seq":1`
	if e.line == nil {
		e.line = []byte(line(1)[len(start):])
	}
	e.rest = append(e.buf[:0], start[:len(start)-1]...)
	e.rest = append(strconv.AppendUint(e.rest, e.at-1, 10), e.line...)
	e.buf = e.rest
}
