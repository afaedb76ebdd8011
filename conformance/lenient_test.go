package conformance_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/conformance"
)

func TestReadLenient(t *testing.T) {
	t.Parallel()
	got := conformance.ReadLenient([]byte(`{"ActionStatus":"OK","ErrorCode":99999999999999999999,"ErrorInfo":1,"ResultItem":[
		{"To_Account":"a","ResultCode":38001,"ResultInfo":"no"},{"To_Account":"b","ResultCode":99999999999999999999},{"To_Account":7},3]}`))
	want := conformance.Lenient{Status: "OK", Code: got.Code, Items: []conformance.LenientItem{
		{Account: "a", Info: "no", Code: 38001, HasCode: true}, {Account: "b", Code: got.Items[1].Code}, {},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
