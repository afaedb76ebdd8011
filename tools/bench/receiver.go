package main

import (
	"net"

	"github.com/valyala/fasthttp"
)

// The page's sample request and response.
const (
	sampleRequest = `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","Requester_Account":"id","From_Account":"id","FriendItem":[` +
		`{"To_Account":"id1","Remark":"remark1","GroupName":"group1","AddSource":"AddSource_Type_Android","AddWording":"this is id1!"},` +
		`{"To_Account":"id2","Remark":"remark2","GroupName":"group1","AddSource":"AddSource_Type_Android","AddWording":"this is id2!"}],` +
		`"AddType":"Add_Type_Both","ForceAddFlags":0,"EventTime":1631777344870}`
	sampleAnswer = `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[` +
		`{"To_Account":"id1","ResultCode":0,"ResultInfo":""},{"To_Account":"id2","ResultCode":0,"ResultInfo":""}]}`
	requestTarget = "/?SdkAppid=1400000001&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=127.0.0.1&OptPlatform=Android"
)

// runReceiver serves the sample answer with fasthttp, the cheapest receiver at hand.
func runReceiver([]string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	answer := []byte(sampleAnswer)
	go func() {
		_ = fasthttp.Serve(l, func(ctx *fasthttp.RequestCtx) { // ends with the process
			ctx.SetContentType("application/json")
			ctx.SetBody(answer)
		})
	}()
	return serveUntilEOF(l.Addr().String())
}
