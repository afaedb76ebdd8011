package main

import (
	"bytes"
	"net"

	"github.com/valyala/fasthttp"
)

// runDoor is a receiver that allows whoever it is asked about. It looks for the accounts instead of parsing JSON, so that
// it costs little more than one that always answers the same.
func runDoor([]string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		_ = fasthttp.Serve(l, func(ctx *fasthttp.RequestCtx) { // ends with the process
			ctx.SetContentType("application/json")
			answer := make([]byte, 0, 512)
			answer = append(answer, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[`...)
			body := ctx.PostBody()
			mark := []byte(`"To_Account":"`)
			for i := 0; ; i++ {
				at := bytes.Index(body, mark)
				if at < 0 {
					break
				}
				body = body[at+len(mark):]
				end := bytes.IndexByte(body, '"')
				if i > 0 {
					answer = append(answer, ',')
				}
				answer = append(append(answer, '{'), mark...)
				answer = append(append(answer, body[:end]...), `","ResultCode":0,"ResultInfo":""}`...)
			}
			ctx.SetBody(append(answer, "]}"...))
		})
	}()
	return serveUntilEOF(l.Addr().String())
}
