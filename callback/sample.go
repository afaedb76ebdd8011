package callback

// SampleRequest and SampleResponse are the samples that the page prints, byte for byte.
const (
	SampleRequest = `{"CallbackCommand": "Sns.CallbackPrevFriendAdd","Requester_Account": "id","From_Account": "id",` +
		`"FriendItem": [{"To_Account": "id1","Remark": "remark1","GroupName": "group1",` +
		`"AddSource": "AddSource_Type_Android","AddWording": "this is id1!"},` +
		`{"To_Account": "id2","Remark": "remark2","GroupName": "group1",` +
		`"AddSource": "AddSource_Type_Android","AddWording": "this is id2!"}],` +
		`"AddType": "Add_Type_Both","ForceAddFlags": 0,"EventTime": 1631777344870}`

	SampleResponse = `{"ActionStatus": "OK","ErrorCode": 0,"ErrorInfo": "",` +
		`"ResultItem": [{"To_Account": "id1","ResultCode": 0,"ResultInfo": ""},` +
		`{"To_Account": "id2","ResultCode": 0,"ResultInfo": ""}]}`
)
