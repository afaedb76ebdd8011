package delivery_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

func ExampleClient_Do() {
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[]}`)
	}))
	defer receiver.Close()

	target, err := delivery.ParseTarget(receiver.URL + "/friends?tenant=7")
	if err != nil {
		fmt.Println(err)
		return
	}
	draft := target.Head()
	query := callback.PrevFriendAdd.Query("1400000000", "203.0.113.7", "iOS")
	var msg delivery.Message
	msg.Put(draft.Append(nil, target.AppendRequestTarget(nil, query, callback.Wire), []byte(`{"FriendItem":[]}`)))

	client := &delivery.Client{Target: target}
	defer client.CloseIdle()
	var x exchange.Exchange
	if err := client.Do(context.Background(), &msg, &x); err != nil {
		fmt.Println(err) // the context ended; what fails about the delivery is in x.Failure
		return
	}
	fmt.Println(x.Answer.Status, x.Late(), string(x.Answer.Body))
	// Output: 200 false {"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[]}
}
