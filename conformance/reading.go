package conformance

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
)

// fact is a set of things that stand out in an exchange. A conforming answer that lets everybody through has none, and
// then no rule is looked at. A rule names the facts of which it needs one; what follows from a root cause is dropped
// from the set before the rules run (see blame).
type fact uint32

const (
	noAnswer   fact = 1 << iota // no status line
	late                        // not complete at the deadline
	not200                      // a status other than 200
	oddType                     // no Content-Type, not JSON's, or with a charset
	encoded                     // a Content-Encoding
	badFraming                  // the HTTP of the answer is wrong, or cut off
	secretBack                  // a secret of the request stands in the answer
	oddBody                     // INF-004 reads it as a whole: no JSON, or not with 200
	notJSON                     // empty or not JSON, up to the end of the first value
	notObject                   // JSON, not an object
	trailing                    // something after the first value
	byteOrder                   // starts with a byte order mark
	badUTF8                     // a string is not UTF-8
	halfPair                    // a string has half a surrogate pair
	duplicate                   // a member name stands twice in an object
	unknown                     // a member name that the page does not have
	missing                     // a member that the page requires is not there
	mistyped                    // a member, or an element of ResultItem, is of another type
	speltOdd                    // a code is whole but written with a fraction or an exponent
	notOK                       // ActionStatus is a string other than OK
	failed                      // ErrorCode is an integer other than 0
	denied                      // a ResultCode is an integer other than 0
	texts                       // ErrorInfo or a ResultInfo is not empty
	unmatched                   // ResultItem, an array, is not one item for each account asked about, in order

	headerFacts = oddType | encoded
	bodyFacts   = notJSON | notObject | trailing | byteOrder | badUTF8 | halfPair | fieldFacts
	fieldFacts  = duplicate | unknown | missing | mistyped | speltOdd | notOK | failed | denied | texts | unmatched
)

// The members of the answer and of an item, in the page's order: indexes into reading.top and item.fields.
const (
	topStatus = iota
	topCode
	topInfo
	topItems
)

const (
	itemAccount = iota
	itemCode
	itemInfo
)

// item is one element of ResultItem.
type item struct {
	kind     rawjson.Kind
	at       int
	fields   [3]field
	account  []byte // To_Account with its escapes resolved
	code     integer
	doubtful bool // To_Account or ResultCode stands twice, differently
	array    int  // of which ResultItem, where there are several
	slot     int  // index into the verdicts, or -1: nobody asked about this account
	echo     bool // answers a missing account under another spelling (RIT-005)
	misnamed uint8
}

func (it *item) named() bool { return it.fields[itemAccount].kind == rawjson.String }

// atTop stands for the item of a member that is in none.
const atTop = -1

// stranger is a member name that the page does not have.
type stranger struct {
	name   []byte
	at     int
	item   int // index into the items, or atTop
	member int // the member that it is a misspelling of, or -1
}

// slot is an account that was asked about, and what the items say about it.
type slot struct {
	account  string
	asked    int  // how often
	answered int  // by how many items
	arrays   int  // in how many ResultItem arrays
	last     int  // the array seen last
	lent     int  // how many of these items answer other accounts under this spelling
	echoed   bool // answered under another spelling
	doubtful bool // the readings of the answer differ
	code     integer
}

// reading is what one pass over an exchange finds: the compact model that the rules look at, and the memory it takes,
// which is used again.
type reading struct {
	walk
	x       *exchange.Exchange
	from    string // From_Account of the request
	hostile bool   // the request is no legal one
	facts   fact

	contentType     []byte
	contentEncoding []byte
	secret          string
	secretAt        int // index into the body, or -1 for the headers

	top       [4]field
	misnamed  uint8
	code      integer // ErrorCode
	codeDoubt bool    // ErrorCode stands twice, differently
	arrays    int     // how many members ResultItem are arrays
	noArray   bool    // a member ResultItem is no array
	items     []item
	strangers []stranger
	doubtful  [][]byte // accounts of which nobody can say whether an item means them

	slots []slot
	index map[string]int // account to slot
}

// context is what a request asks, as far as reading the answer needs it.
type context struct {
	accounts []string // in order, repeats included
	from     string
	secrets  []string
	hostile  bool
}

// open reads the exchange into the model.
func (r *reading) open(x *exchange.Exchange, c context) {
	r.x, r.from, r.hostile, r.facts = x, c.from, c.hostile, 0
	r.contentType, r.contentEncoding, r.scratch = nil, nil, r.scratch[:0]
	r.transport()
	r.headers()
	r.findSecrets(c.secrets)
	r.readBody(x.Answer.Body)
	r.list(c.accounts)
	r.match()
	r.blame()
}

// transport notes what is wrong before any byte of the body counts.
func (r *reading) transport() {
	x := r.x
	if x.Late() {
		r.facts |= late
	}
	if x.Answer.Status == 0 {
		if r.facts&late == 0 || x.Failure.Cause != "" && x.Failure.Cause != callback.Late {
			r.facts = r.facts&^late | noAnswer
		}
		return
	}
	if x.Answer.Status != 200 {
		r.facts |= not200
	}
	if x.Answer.Defects&^(http1.BadStatusLine|http1.Switched) != 0 || r.broken() {
		r.facts |= badFraming
	}
}

// broken reports whether the connection ended within the answer, if it began.
func (r *reading) broken() bool {
	return r.x.Failure.Cause != "" && r.x.Failure.Cause != callback.Late
}

// incomplete reports whether the body's end is not there.
func (r *reading) incomplete() bool {
	const cut = http1.Short | http1.BadChunk | http1.BadLength | http1.BodyTooLarge | http1.HeadTooLarge
	return r.x.Failure.Cause != "" || r.x.Answer.Defects&cut != 0
}

// blame drops the facts that are only consequences of others: root causes first.
func (r *reading) blame() {
	if r.facts&(noAnswer|not200) != 0 || r.x.Answer.Status == 0 {
		r.noteOddBody()
		r.facts &^= headerFacts | bodyFacts // Chat reads neither with another status
	}
	if r.x.Failure.Cause == callback.Late {
		r.facts &^= badFraming
	}
	if r.facts&encoded != 0 {
		r.facts &^= notJSON | notObject | trailing
	}
	if r.facts&notJSON != 0 {
		r.facts &^= oddType // an HTML page may well be called text/html
		if r.incomplete() {
			r.facts &^= notJSON // because it is cut off
		} else {
			r.noteOddBody()
		}
	}
}

func (r *reading) noteOddBody() {
	if len(r.x.Answer.Body) > 0 {
		r.facts |= oddBody
	}
}
