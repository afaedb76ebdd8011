package query_test

import (
	"fmt"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/query"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

func Example() {
	filter, err := query.Compile(`"bob" in to and effect == "ALLOW" and cause != "said"`)
	if err != nil {
		fmt.Println(err)
		return
	}
	silent := &capture.Record{Exchange: exchange.Exchange{
		Sent:    []byte("POST / HTTP/1.1\r\n\r\n" + `{"From_Account":"alice","FriendItem":[{"To_Account":"bob"}]}`),
		Failure: exchange.Failure{Cause: callback.Late},
	}}
	fmt.Println(filter.Matcher(conformance.Judge{}).Match(silent))

	_, err = query.Compile(`form == "alice"`)
	fmt.Println(err)
	// Output:
	// true <nil>
	// unknown name form (did you mean "from"?)
	//   form == "alice"
	//   ^
}
