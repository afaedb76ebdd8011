package live

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Guard says who may use a server that shows something: its API, its pages and its metrics.
type Guard struct {
	// Token must come with every request: as "Authorization: Bearer TOKEN", or as the parameter token of the URL, which for
	// a page begins a session by a cookie. It needs 8 characters.
	Token string
	// Hosts are the names under which the server may be asked for, without a port. Loopback addresses and localhost always
	// are; any other name is how a web page reaches a server that is not its own (DNS rebinding).
	Hosts []string
	// AnyHost takes any: for what programs ask for, by whatever name, with the token every time.
	AnyHost bool
	// Public are paths that need no token.
	Public []string
	// Health are paths that need no token, and that any Host may be asked for: a balancer has names of its own, and they tell
	// nothing.
	Health []string
}

// maxGuardedBody bounds what is sent to a guarded server.
const maxGuardedBody = 1 << 20

type gate struct {
	Guard
	next http.Handler
}

// Over returns the handler behind the guard.
func (g Guard) Over(next http.Handler) (http.Handler, error) {
	if len(g.Token) < 8 {
		return nil, errors.New("the admin token needs 8 characters or more")
	}
	return &gate{g, next}, nil
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	switch {
	case slices.Contains(g.Health, r.URL.Path):
		g.next.ServeHTTP(w, r)
	case !g.AnyHost && !g.knownHost(r.Host):
		fail(w, Problem(http.StatusMisdirectedRequest, "the host %q is not one of this server's", r.Host))
	case !ownOrigin(r):
		fail(w, Problem(http.StatusForbidden, "requests from other sites are not taken"))
	case !slices.Contains(g.Public, r.URL.Path) && !g.authorized(r):
		h.Set("WWW-Authenticate", `Bearer realm="chatcb"`)
		fail(w, Problem(http.StatusUnauthorized, "the admin token is missing or wrong: send it as Authorization: Bearer TOKEN, or open the page "+
			"with ?token=TOKEN once"))
	case isVisit(r):
		g.admit(w, r)
	default:
		r.Body = http.MaxBytesReader(w, r.Body, maxGuardedBody)
		g.next.ServeHTTP(w, r)
	}
}

func (g *gate) knownHost(host string) bool {
	return LocalHost(host) || slices.ContainsFunc(g.Hosts, func(h string) bool { return strings.EqualFold(h, withoutPort(host)) })
}

// LocalHost reports whether a Host header names this machine, as it does for those who sit at it.
func LocalHost(host string) bool {
	name := withoutPort(host)
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback() || strings.EqualFold(name, "localhost")
}

func withoutPort(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
}

// ownOrigin refuses what a browser sends on behalf of another site.
func ownOrigin(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}

func (g *gate) authorized(r *http.Request) bool {
	given := r.URL.Query().Get("token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		given = bearer
	} else if cookie, err := r.Cookie(cookieOf(r)); err == nil && given == "" {
		return subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(g.session(r))) == 1
	}
	return subtle.ConstantTimeCompare([]byte(given), []byte(g.Token)) == 1
}

// cookieOf is the name of the cookie of a session. Cookies are those of a host, whatever the port, so that it has the port
// in its name: two servers live side by side.
func cookieOf(r *http.Request) string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		port = "default"
	}
	return "chatcb_admin_" + port
}

// session is the value of the cookie: made from the token, but none, and good for this port alone. A browser shows it to
// whatever else listens on the host. It outlives the server where the token does.
func (g *gate) session(r *http.Request) string {
	mac := hmac.New(sha256.New, []byte(g.Token))
	_, _ = mac.Write([]byte(cookieOf(r)))
	return hex.EncodeToString(mac.Sum(nil))
}

// isVisit reports whether a page is asked for with the token in its address, as the link has it that is printed.
func isVisit(r *http.Request) bool {
	return r.Method == http.MethodGet && r.URL.Query().Has("token") && !strings.HasPrefix(r.URL.Path, "/api/") && r.URL.Path != "/metrics"
}

// admit answers a visit with a cookie and a redirect, so that the token does not stay in the address bar, in bookmarks and
// in screenshots.
func (g *gate) admit(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieOf(r), Value: g.session(r), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
	})
	rest := r.URL.Query()
	rest.Del("token")
	http.Redirect(w, r, (&url.URL{Path: "/", RawQuery: rest.Encode()}).String(), http.StatusSeeOther)
}
