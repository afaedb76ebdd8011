package read

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/exchange"
)

// What is kept of an answer is bounded by what a request can ask, not by what came, and then nobody can say what it means.
func TestManyItems(t *testing.T) {
	t.Parallel()
	first := `{"To_Account":"a","ResultCode":0,"ResultInfo":""}`
	for name, items := range map[string]string{
		"empty":     strings.Repeat(",{}", 1_000_000),
		"numbers":   strings.Repeat(",0", 1_000_000),
		"the same":  strings.Repeat(","+first, 50_000),
		"a denial":  strings.Repeat(`,0`, 10_000) + `,{"To_Account":"a","ResultCode":38000,"ResultInfo":""}`,
		"strangers": `,{` + strangers(300_000) + `}`,
	} {
		var x exchange.Exchange
		x.Received = []byte("HTTP/1.1 200 OK\r\n\r\n" + `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[` + first + items + `]}`)
		x.Answer.MaxBody = len(x.Received)
		x.Answer.Advance(x.Received, true)
		var r Answer
		r.Open(&x, Question{Accounts: []string{"a"}})
		if len(r.Items) > manyItems+4 || len(r.Strangers) > manyNames || len(r.Others.Item) > manyNames {
			t.Errorf("%s: got %d items, %d strangers and %d names", name, len(r.Items), len(r.Strangers), len(r.Others.Item))
		}
		if name != "strangers" && !r.Slots[0].Doubtful {
			t.Errorf("%s: want an account of which nobody can say what its item is", name)
		}
		if r.Facts&(Unmatched|Unknown) == 0 {
			t.Errorf("%s: got no fact that a rule looks at", name)
		}
	}
	var x exchange.Exchange
	x.Received = []byte("HTTP/1.1 200 OK\r\n\r\n" + `{"ResultItem":[` + first + `]}`)
	x.Answer.Advance(x.Received, true)
	var r Answer
	r.Open(&x, Question{Accounts: []string{"a"}})
	if r.Slots[0].Doubtful || len(r.Items) != 1 {
		t.Errorf("got %+v, want the item taken at its word", r.Slots[0])
	}
}

func strangers(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + strconv.Itoa(i) + `":0`)
	}
	return b.String()
}
