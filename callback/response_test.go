package callback

import "testing"

func TestResponse(t *testing.T) {
	for _, tt := range []struct {
		name  string
		r     *Response
		style Style
		want  string
	}{
		{"page's sample", Allow("id1", "id2"), Documented, sampleResponse},
		{"nobody", Allow(), Wire, `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[]}`},
		{
			"no list", &Response{ActionStatus: StatusFail, ErrorCode: MinCode, ErrorInfo: "down"}, Wire,
			`{"ActionStatus":"FAIL","ErrorCode":38000,"ErrorInfo":"down","ResultItem":[]}`,
		},
		{
			"denied", &Response{StatusOK, 0, "", []ResultItem{{"a\"", MaxCode, "禁"}, {"b", 0, ""}}}, Wire,
			`{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[` +
				`{"To_Account":"a\"","ResultCode":39000,"ResultInfo":"禁"},{"To_Account":"b","ResultCode":0,"ResultInfo":""}]}`,
		},
	} {
		if got := string(tt.r.Append(nil, tt.style)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}
