package read

import "testing"

func TestErrorInfo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ body, code, info string }{
		{`{"ErrorCode":38001,"ErrorInfo":"blocked \u0062y us"}`, "38001", "blocked by us"},
		{`{"ErrorCode":1,"errorinfo":"another member"}`, "1", ""},
		{`{"ErrorInfo":"first","ErrorInfo":"last","ErrorCode":"x"}`, "x", "last"},
		{`{"ErrorInfo":7}`, "", ""},
		{"\xef\xbb\xbf" + `{"ErrorInfo":"behind a mark"}`, "", "behind a mark"},
		{`["ErrorInfo"]`, "", ""},
		{`{"ErrorInfo":"cut`, "", ""},
		{``, "", ""},
	} {
		if code, info := ErrorInfo([]byte(tt.body)); code != tt.code || info != tt.info {
			t.Errorf("%s: got %q and %q, want %q and %q", tt.body, code, info, tt.code, tt.info)
		}
	}
}
