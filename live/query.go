package live

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// The bounds of what one request to the API may ask for.
const (
	maxPage     = 1000
	defaultPage = 100
	maxWait     = 5 * time.Minute
	defaultWait = "10s"
)

// query is what a request asks for.
type query struct {
	terms   Terms
	after   Cursor
	limit   int
	count   int
	timeout time.Duration
	full    bool
	newest  bool   // first, instead of the oldest
	before  Cursor // with newest: of what is not asked for any more
}

// query reads the parameters that several paths share.
func (a *admin) query(r *http.Request) (q query, err error) {
	p := parameters{Values: r.URL.Query()}
	if q.terms, p.err = ParseTerms(p.Get("where")); p.err != nil {
		p.err = fmt.Errorf("where: %w", p.err)
	}
	q.after = a.After(uint64(p.number("after", 0, 0, math.MaxInt)))
	q.limit = p.number("limit", defaultPage, 1, maxPage)
	q.count = p.number("count", 1, 0, math.MaxInt32)
	if q.timeout, err = time.ParseDuration(cmp.Or(p.Get("timeout"), defaultWait)); err != nil || q.timeout < 0 || q.timeout > maxWait {
		p.fail("timeout: wanted a duration up to %s such as 5s, got %q", maxWait, p.Get("timeout"))
	}
	q.full, q.newest, q.before = p.Get("full") == "true", p.Get("newest") == "true", a.Latest()
	if p.Get("before") != "" {
		q.before = max(a.After(uint64(p.number("before", 1, 1, math.MaxInt))), 1) - 1
	}
	return q, p.err
}

// parameters are those of a URL, and what is wrong with the first that is wrong.
type parameters struct {
	url.Values
	err error
}

func (p *parameters) fail(format string, args ...any) {
	p.err = cmp.Or(p.err, fmt.Errorf(format, args...))
}

func (p *parameters) number(name string, otherwise, low, high int) int {
	text := p.Get(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		p.fail("%s: wanted a number from %d to %d, got %q", name, low, high, text)
		return otherwise
	}
	return n
}
