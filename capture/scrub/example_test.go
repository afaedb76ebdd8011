package scrub_test

import (
	"fmt"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/scrub"
	"github.com/chatcb/chatcb/exchange"
)

// The same user has the same pseudonym wherever the key is the same.
func Example() {
	s, err := scrub.New([]byte("a secret of at least 16 bytes"))
	if err != nil {
		fmt.Println(err)
		return
	}
	r := &capture.Record{Exchange: exchange.Exchange{
		Sent: []byte("POST / HTTP/1.1\r\n\r\n" + `{"From_Account":"alice","FriendItem":[{"To_Account":"alice","AddWording":"你好, call 555!"}]}`),
	}}
	fmt.Println(s.Check(r))
	s.Record(r)
	fmt.Println(s.Check(r))
	fmt.Printf("%s\n", r.Exchange.SentBody())
	// Output:
	// [request.body: From_Account request.body: FriendItem: To_Account request.body: FriendItem: AddWording]
	// []
	// {"From_Account":"u_dgxqhdbbsxoeji7iicocg2s2","FriendItem":[{"To_Account":"u_dgxqhdbbsxoeji7iicocg2s2","AddWording":"〇〇, xxxx 999!"}]}
}
