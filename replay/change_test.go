package replay

import (
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

func verdict(e conformance.Effect, c callback.Cause) conformance.Verdict {
	return conformance.Verdict{Account: "a", Effect: e, Cause: c}
}

func TestChange(t *testing.T) {
	allow, block := conformance.Allow, conformance.Block
	said := verdict(allow, callback.Said)
	late, gone, denied := verdict(allow, callback.Late), verdict(allow, callback.NoConnection), verdict(block, callback.Said)
	for _, test := range []struct {
		name          string
		before, after conformance.Verdict
		again         *conformance.Verdict // of the first of two receivers
		want          Change
	}{
		{"leaks", denied, said, nil, Opened},
		{"leaks for want of an answer", denied, late, nil, Opened},
		{"blocks", late, denied, nil, Closed},
		{"no valid answer any more", said, late, nil, Broke},
		{"not there any more", said, gone, nil, Broke},
		{"not even there", late, gone, nil, Broke},
		{"still not there", gone, gone, nil, Same},
		{"mended", late, said, nil, Same},
		{"another fault", late, verdict(allow, callback.Status), nil, Same},
		{"the second breaks", said, late, &said, Broke},
		{"both break", said, late, &late, Noise},
		{"the first wavers", said, said, &denied, Noise},
	} {
		got := compare(nil, []conformance.Verdict{test.before}, []conformance.Verdict{test.after})
		if test.again != nil {
			subtract(got, []conformance.Verdict{*test.again})
		}
		if got[0].Change != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got[0].Change, test.want)
		}
	}
}
