package filter_test

import (
	"fmt"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/filter"
)

func Example() {
	compiled, err := filter.Compile(`"bob" in to and effect == "ALLOW" and cause != "said"`)
	if err != nil {
		fmt.Println(err)
		return
	}
	silent := filter.Subject{Exchange: &exchange.Exchange{
		Sent:    []byte("POST / HTTP/1.1\r\n\r\n" + `{"From_Account":"alice","FriendItem":[{"To_Account":"bob"}]}`),
		Failure: exchange.Failure{Cause: callback.Late},
	}}
	fmt.Println(compiled.Matcher(conformance.Judge{}).Match(silent))

	_, err = filter.Compile(`form == "alice"`)
	fmt.Println(err)
	// Output:
	// true <nil>
	// unknown name form (did you mean "from"?)
	//   form == "alice"
	//   ^
}
