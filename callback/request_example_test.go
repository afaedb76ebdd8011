package callback_test

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/callback"
)

func ExampleEncoding_Append() {
	q := callback.Request{
		CallbackCommand:  callback.PrevFriendAdd.Command,
		RequesterAccount: "alice", FromAccount: "alice",
		Items: []callback.Item{{ToAccount: "bob", Texts: callback.Texts{callback.Source: "AddSource_Type_iOS", callback.Wording: "你好"}}},
		Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}, EventTime: 1631777344870,
	}
	fmt.Printf("%s\n", callback.Encoding{OmitEmpty: true}.Append(nil, &q))
	q.Items = nil
	fmt.Printf("%s\n", callback.Encoding{Style: callback.Documented}.Append(nil, &q))
	// Output:
	// {"AddType":"Add_Type_Both","CallbackCommand":"Sns.CallbackPrevFriendAdd","EventTime":1631777344870,"ForceAddFlags":0,"FriendItem":[{"AddSource":"AddSource_Type_iOS","AddWording":"你好","To_Account":"bob"}],"From_Account":"alice","Requester_Account":"alice"}
	// {"CallbackCommand": "Sns.CallbackPrevFriendAdd","Requester_Account": "alice","From_Account": "alice","FriendItem": [],"AddType": "Add_Type_Both","ForceAddFlags": 0,"EventTime": 1631777344870}
}

func ExampleDecodeRequest() {
	q, err := callback.DecodeRequest([]byte(`{"From_Account":"alice","FriendItem":[{"To_Account":"bob"}],"New":[1]}`))
	fmt.Println(q.FromAccount, q.Accounts(), q.Extra, err)
	_, err = callback.DecodeRequest([]byte("{\"From_Account\":\"alice\",\n \"FriendItem\":null}"))
	fmt.Println(err)
	// Output:
	// alice [bob] [{New [1]}] <nil>
	// line 2, column 15 (FriendItem): wanted a JSON array, got a JSON null
}

func ExampleQuery_Merge() {
	q := callback.PrevFriendAdd.Query("1400000000", "127.0.0.1", "Android")
	configured := callback.ParseQuery("appId=x")
	fmt.Printf("%s\n", q.Merge(configured, callback.Documented).Append(nil))
	fmt.Printf("%s\n", q.Merge(configured, callback.Wire).Append(nil))
	// Output:
	// appId=x&SdkAppid=1400000000&CallbackCommand=Sns.CallbackPrevFriendAdd&contenttype=json&ClientIP=127.0.0.1&OptPlatform=Android
	// CallbackCommand=Sns.CallbackPrevFriendAdd&ClientIP=127.0.0.1&OptPlatform=Android&SdkAppid=1400000000&appId=x&contenttype=json
}

func ExampleCheckSign() {
	now := time.Unix(1669872150, 0)
	fmt.Println(callback.CheckSign("xxxxyyyy", callback.Sign("xxxxyyyy", "1669872112"), "1669872112", now))
	fmt.Println(callback.CheckSign("xxxxyyyy", callback.Sign("1669872112", "xxxxyyyy"), "1669872112", now))
	fmt.Println(callback.CheckSign("xxxxyyyy", callback.Sign("xxxxyyyy", "1669872000"), "1669872000", now))
	// Output:
	// <nil>
	// Sign does not match: token and RequestTime are in reversed order; the token comes first
	// RequestTime is more than 60 s away from the receiver's clock: the clocks differ, or the request was replayed
}

func ExampleResponse_Append() {
	r := callback.Allow("id1", "id2")
	r.ResultItem[1].ResultCode, r.ResultItem[1].ResultInfo = callback.MinCode, "blocked"
	fmt.Printf("%s\n", r.Append(nil, callback.Wire))
	// Output:
	// {"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"id1","ResultCode":0,"ResultInfo":""},{"To_Account":"id2","ResultCode":38000,"ResultInfo":"blocked"}]}
}
