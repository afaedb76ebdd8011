package http1

// reading is the outcome of an Answer that a test compares.
type reading struct {
	Status, Minor, Interim int
	Framing                Framing
	Defects                Defect
	Close                  bool
	Head, Body             string
	End                    int
}

func outcome(a *Answer) reading {
	return reading{
		a.Status, a.Minor, a.Interim, a.Framing, a.Defects, a.Close,
		string(a.Head), string(a.Body), a.End,
	}
}

type answerCase struct {
	name   string
	raw    string
	noBody bool
	open   bool // the connection is not closed after raw
	want   reading
}

const (
	ok200   = "HTTP/1.1 200 OK\r\n"
	len5    = ok200 + "Content-Length: 5\r\n\r\n"
	chunked = ok200 + "Transfer-Encoding: chunked\r\n\r\n"
)

func whole(head, rest, body string, f Framing) reading {
	return reading{Status: 200, Minor: 1, Framing: f, Head: head, Body: body, End: len(head) + len(rest)}
}

func (r reading) with(change func(*reading)) reading {
	change(&r)
	return r
}

func flawed(d Defect) func(*reading) {
	return func(r *reading) { r.Defects, r.Close = d, true }
}

func cutAt(end int, d Defect) func(*reading) {
	return func(r *reading) { r.Defects, r.Close, r.End = d, true, end }
}

func answerCases() []answerCase {
	closing := func(r *reading) { r.Close = true }
	nothing := func(end int, d Defect) reading { return reading{Close: true, Defects: d, End: end} }
	return []answerCase{
		{name: "length", raw: len5 + "hello", open: true, want: whole(len5, "hello", "hello", FramingLength)},
		{
			name: "bare line feeds", raw: "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", open: true,
			want: whole("HTTP/1.1 200 OK\nContent-Length: 2\n\n", "hi", "hi", FramingLength),
		},
		{
			name: "no reason", raw: "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", open: true,
			want: whole("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "", "", FramingLength),
		},
		{name: "extra", raw: len5 + "hello!", open: true, want: whole(len5, "hello", "hello", FramingLength).with(flawed(Extra))},
		{name: "short", raw: len5 + "hel", want: whole(len5, "hel", "hel", FramingLength).with(flawed(Short))},
		{name: "until close", raw: ok200 + "\r\nhello", want: whole(ok200+"\r\n", "hello", "hello", FramingClose).with(closing)},
		{name: "empty until close", raw: ok200 + "\r\n", want: whole(ok200+"\r\n", "", "", FramingClose).with(closing)},
		{
			name: "asked to close", raw: ok200 + "Connection: x, Close\r\nContent-Length: 1\r\n\r\na", open: true,
			want: whole(ok200+"Connection: x, Close\r\nContent-Length: 1\r\n\r\n", "a", "a", FramingLength).with(closing),
		},
		{name: "HEAD", raw: len5, noBody: true, open: true, want: whole(len5, "", "", FramingNone)},
		{
			name: "1.0", raw: "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", open: true,
			want: whole("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n", "a", "a", FramingLength).with(
				func(r *reading) { r.Minor, r.Close = 0, true }),
		},
		{
			name: "1.0 kept", raw: "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\na", open: true,
			want: whole("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\n", "a", "a", FramingLength).with(
				func(r *reading) { r.Minor = 0 }),
		},
		{
			name: "204", raw: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", open: true,
			want: reading{Status: 204, Minor: 1, Head: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", End: 46},
		},
		{
			name: "interim", raw: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + len5 + "hello", open: true,
			want: whole(len5, "hello", "hello", FramingLength).with(func(r *reading) { r.Interim, r.End = 2, r.End+25+37 }),
		},
		{
			name: "interim only", raw: "HTTP/1.1 100 Continue\r\n\r\n",
			want: nothing(25, Short).with(func(r *reading) { r.Interim = 1 }),
		},
		{
			name: "switching", raw: "HTTP/1.1 101 Switching\r\n\r\nxyz", open: true,
			want: reading{Status: 101, Minor: 1, Defects: Switched, Close: true, Head: "HTTP/1.1 101 Switching\r\n\r\n", End: 26},
		},
		{name: "nothing", raw: "", want: nothing(0, Short)},
		{name: "half a status line", raw: "HTTP/1.1 20", want: nothing(11, Short)},
		{name: "junk", raw: "SSH-2.0-OpenSSH\r\n", open: true, want: nothing(0, BadStatusLine)},
		{name: "HTTP/2", raw: "HTTP/2.0 200 OK\r\n\r\n", open: true, want: nothing(0, BadStatusLine)},
		{name: "two digits", raw: "HTTP/1.1 20 OK\r\n\r\n", open: true, want: nothing(0, BadStatusLine)},
		{name: "four digits", raw: "HTTP/1.1 2000 OK\r\n\r\n", open: true, want: nothing(0, BadStatusLine)},
		{
			name: "bad header", raw: ok200 + "Content Length: 9\r\nnonsense\r\nContent-Length: 1\r\n\r\na", open: true,
			want: whole(ok200+"Content Length: 9\r\nnonsense\r\nContent-Length: 1\r\n\r\n", "a", "a", FramingLength).with(
				func(r *reading) { r.Defects = BadHeader }),
		},
		{
			name: "length list", raw: ok200 + "Content-Length: 2, 02\r\nCONTENT-LENGTH: 2\r\n\r\nhi", open: true,
			want: whole(ok200+"Content-Length: 2, 02\r\nCONTENT-LENGTH: 2\r\n\r\n", "hi", "hi", FramingLength),
		},
		{
			name: "two lengths", raw: ok200 + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!", open: true,
			want: whole(ok200+"Content-Length: 2\r\nContent-Length: 3\r\n\r\n", "", "", FramingNone).with(flawed(BadLength)),
		},
		{
			name: "negative length", raw: ok200 + "Content-Length: -1\r\n\r\n", open: true,
			want: whole(ok200+"Content-Length: -1\r\n\r\n", "", "", FramingNone).with(flawed(BadLength)),
		},
		{
			name: "chunks", raw: chunked + "5\r\nhello\r\n6;x=\"y\"\r\n world\r\n0\r\nX-T: 1\r\n\r\n", open: true,
			want: whole(chunked, "5\r\nhello\r\n6;x=\"y\"\r\n world\r\n0\r\nX-T: 1\r\n\r\n", "hello world", FramingChunked),
		},
		{
			name: "chunks and length", raw: ok200 + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", open: true,
			want: whole(ok200+"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n0\r\n\r\n", "a", FramingChunked).with(
				flawed(LengthAndChunks)),
		},
		{name: "chunks cut off", raw: chunked + "5\r\nhel", want: whole(chunked, "5\r\nhel", "hel", FramingChunked).with(flawed(Short))},
		{name: "no last chunk", raw: chunked + "1\r\na\r\n", want: whole(chunked, "1\r\na\r\n", "a", FramingChunked).with(flawed(Short))},
		{
			name: "chunk size", raw: chunked + "1\r\na\r\nzz\r\n", open: true,
			want: whole(chunked, "", "a", FramingChunked).with(cutAt(len(chunked)+6, BadChunk)),
		},
		{
			name: "chunk end", raw: chunked + "1\r\nab\r\n", open: true,
			want: whole(chunked, "", "a", FramingChunked).with(cutAt(len(chunked)+4, BadChunk)),
		},
		{
			name: "1.0 in chunks", raw: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", open: true,
			want: whole("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n0\r\n\r\n", "a", FramingChunked).with(
				func(r *reading) { r.Minor, r.Defects, r.Close = 0, BadEncoding, true }),
		},
		{ // as RFC 9112, section 6.3 has it: the last coding frames the body
			name: "chunked last", raw: ok200 + "Transfer-Encoding: gzip, Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", open: true,
			want: whole(ok200+"Transfer-Encoding: gzip, Chunked\r\n\r\n", "1\r\na\r\n0\r\n\r\n", "a", FramingChunked).with(flawed(BadEncoding)),
		},
		{
			name: "other encoding", raw: ok200 + "Transfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\nabc",
			want: whole(ok200+"Transfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\n", "abc", "abc", FramingClose).with(flawed(BadEncoding)),
		},
	}
}
