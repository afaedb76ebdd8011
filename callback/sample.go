package callback

// SampleResponse is the sample answer that the page prints, byte for byte; it is the same for all webhooks.
const SampleResponse = `{"ActionStatus": "OK","ErrorCode": 0,"ErrorInfo": "",` +
	`"ResultItem": [{"To_Account": "id1","ResultCode": 0,"ResultInfo": ""},` +
	`{"To_Account": "id2","ResultCode": 0,"ResultInfo": ""}]}`
