package read

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// Fact is a set of things that stand out in an answer, or a request. A conforming answer that lets everybody through has none,
// and then no rule is looked at. A rule names the facts of which it needs one; what follows from a root cause is dropped
// from the set before the rules run (see blame).
type Fact uint32

const (
	NoAnswer   Fact = 1 << iota // no status line
	Late                        // not complete at the deadline
	Not200                      // a status other than 200
	OddType                     // no Content-Type, not JSON's, or with a charset
	Encoded                     // a Content-Encoding
	BadFraming                  // the HTTP of the answer is wrong, or cut off
	SecretBack                  // a secret of the request stands in the answer
	OddBody                     // INF-004 reads it as a whole: no JSON, or not with 200
	NotJSON                     // empty or not JSON, up to the end of the first value
	NotObject                   // JSON, not an object
	Trailing                    // something after the first value
	ByteOrder                   // starts with a byte order mark
	BadUTF8                     // a string is not UTF-8
	HalfPair                    // a string has half a surrogate pair
	Duplicate                   // a member name stands twice in an object
	Unknown                     // a member name that the page does not have
	Wrapped                     // none of the page's members is at the top, and an object in it has them
	Missing                     // a member that the page requires is not there
	Mistyped                    // a member, or an element of ResultItem, is of another type
	SpeltOdd                    // a code is whole but written with a fraction or an exponent
	NotOK                       // ActionStatus is a string other than OK
	Failed                      // ErrorCode is an integer other than 0
	Denied                      // a ResultCode is an integer other than 0
	Texts                       // ErrorInfo or a ResultInfo is not empty
	Unmatched                   // ResultItem, an array, is not one item for each account asked about, in order
	Came                        // a request: always
	Whole                       // a request whose body is one JSON object

	headerFacts = OddType | Encoded
	bodyFacts   = NotJSON | NotObject | Trailing | ByteOrder | BadUTF8 | HalfPair | fieldFacts
	fieldFacts  = Duplicate | Unknown | Wrapped | Missing | Mistyped | SpeltOdd | NotOK | Failed | Denied | Texts | Unmatched
)

// The members of the answer and of an item: their slots, which are indexes into Top and Item.Fields.
const (
	TopStatus = iota
	TopCode
	TopInfo
	TopItems
)

const (
	ItemAccount = iota
	ItemCode
	ItemInfo
)

// Item is one element of ResultItem.
type Item struct {
	Kind     rawjson.Kind
	Fields   [3]Field
	Account  []byte // To_Account with its escapes resolved
	Code     Integer
	doubtful bool   // To_Account stands twice, differently
	says     Says   // by each ResultCode that stands there
	differ   bool   // ResultCode stands twice, differently
	array    int    // of which ResultItem, where there are several
	Slot     int    // index into the verdicts, or -1: nobody asked about this account
	Echo     bool   // answers a missing account under another spelling (RIT-005)
	Misnamed uint16 // slots, as bits
}

func (it *Item) Named() bool { return it.Fields[ItemAccount].Kind == rawjson.String }

// Slot is an account that was asked about, and what the items say about it.
type Slot struct {
	Account  string
	Times    int  // how often
	Answered int  // by how many items
	Arrays   int  // in how many ResultItem arrays
	last     int  // the array seen last
	Lent     int  // how many of these items answer other accounts under this spelling
	Echoed   bool // answered under another spelling
	Doubtful bool // nobody can say whether an item means it
	Says     Says // what its items say
	Differ   bool // their codes are not the same
	Code     Integer
}

// Answer is what one pass over an exchange finds: the compact model that the rules look at, and the memory it takes,
// which is used again.
type Answer struct {
	walk
	X       *exchange.Exchange
	From    string // From_Account of the request
	Hostile bool   // the request is no legal one

	ContentType     []byte
	ContentEncoding []byte
	Secret          string

	Top       [4]Field
	Misnamed  uint16  // slots, as bits
	Code      Integer // ErrorCode
	CodeDoubt bool    // ErrorCode stands twice, differently
	Arrays    int     // how many members ResultItem are arrays
	NoArray   bool    // a member ResultItem is no array
	Items     []Item
	Wrapper   []byte   // the name of the member at the top that holds the answer
	most      int      // items that are read: more than any request can ask for
	crowded   bool     // there are more
	doubtful  [][]byte // accounts of which nobody can say whether an item means them

	Slots []Slot
	index map[string]int // account to slot
}

// manyItems bounds the items that are read of an answer, beside four for each account asked about, and manyNames the members
// that are told apart in it: an item of two bytes takes a thousand times its length in memory. Where there are more items
// nobody can say whom they mean.
const (
	manyItems = 4096
	manyNames = 4096
)

// Question is what a request asks, as far as reading the answer needs it.
type Question struct {
	Accounts []string // in order, repeats included
	From     string
	Secrets  []string
	Hostile  bool
}

// Open reads the exchange into the model.
func (r *Answer) Open(x *exchange.Exchange, c Question) {
	r.X, r.From, r.Hostile, r.Facts = x, c.From, c.Hostile, 0
	r.ContentType, r.ContentEncoding, r.scratch = nil, nil, r.scratch[:0]
	r.most, r.crowded = manyItems+4*len(c.Accounts), false
	r.transport()
	r.headers()
	if r.Secret = secretIn(x, c.Secrets, &r.scratch); r.Secret != "" {
		r.Facts |= SecretBack
	}
	r.readBody(x.Answer.Body)
	r.list(c.Accounts)
	r.match()
	r.blame()
}

// transport notes what is wrong before any byte of the body counts.
func (r *Answer) transport() {
	x := r.X
	if x.Late() {
		r.Facts |= Late
	}
	if x.Answer.Status == 0 {
		if r.Facts&Late == 0 || x.Failure.Cause != "" && x.Failure.Cause != callback.Late {
			r.Facts = r.Facts&^Late | NoAnswer
		}
		return
	}
	if x.Answer.Status != 200 {
		r.Facts |= Not200
	}
	if x.Answer.Defects&^(http1.BadStatusLine|http1.Switched) != 0 || r.broken() {
		r.Facts |= BadFraming
	}
}

// broken reports whether the connection ended within the answer, if it began.
func (r *Answer) broken() bool {
	return r.X.Failure.Cause != "" && r.X.Failure.Cause != callback.Late
}

// Incomplete reports whether the body's end is not there.
func (r *Answer) Incomplete() bool {
	const cut = http1.Short | http1.BadChunk | http1.BadLength | http1.BodyTooLarge | http1.HeadTooLarge
	return r.X.Failure.Cause != "" || r.X.Answer.Defects&cut != 0
}

// blame drops the facts that are only consequences of others: root causes first.
func (r *Answer) blame() {
	if r.Facts&(NoAnswer|Not200) != 0 || r.X.Answer.Status == 0 {
		r.noteOddBody()
		r.Facts &^= headerFacts | bodyFacts // Chat reads neither with another status
	}
	if r.X.Failure.Cause == callback.Late {
		r.Facts &^= BadFraming
	}
	if r.Facts&Encoded != 0 {
		r.Facts &^= NotJSON | NotObject | Trailing
	}
	if r.Facts&NotJSON != 0 {
		r.Facts &^= OddType // an HTML page may well be called text/html
		if r.Incomplete() {
			r.Facts &^= NotJSON // because it is cut off
		} else {
			r.noteOddBody()
		}
	}
}

func (r *Answer) noteOddBody() {
	if len(r.X.Answer.Body) > 0 {
		r.Facts |= OddBody
	}
}
