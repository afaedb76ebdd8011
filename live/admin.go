package live

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// AdminConfig says who may use the admin API, and what it may do.
type AdminConfig struct {
	// Token must come with every request but those for health, ready and the API's description: as "Authorization: Bearer
	// TOKEN", or as the parameter token of the
	// URL, which for a page begins a session by a cookie. It needs 8 characters.
	Token string
	// Hosts are the names under which the API may be asked for, without a port. Loopback addresses and localhost always
	// are; any other name is how a web page reaches a server that is not its own (DNS rebinding).
	Hosts []string
	// Export writes exchanges in another format than that of captures, such as "har". It is asked for a format before
	// anything is written, with no exchanges: an error then says which formats there are. Nil means that there is none.
	Export func(w io.Writer, format string, events iter.Seq[*Event]) error
	// Pages, if set, answers what the API does not have, under the same guard.
	Pages http.Handler
	// OutputLost, if set, counts the pieces of a program's output that nobody read in time; it is among the metrics.
	OutputLost func() uint64
	// More are the paths that an API has beside those of its log, by their patterns.
	More map[string]http.HandlerFunc
}

// OpenAPI is the description of the admin API, an OpenAPI 3.1 document in JSON.
//
//go:embed openapi.json
var OpenAPI []byte

// maxAdminBody bounds what is sent to the admin API.
const maxAdminBody = 1 << 20

// admin is the API of a log.
type admin struct {
	*Log
	config AdminConfig
	mux    *http.ServeMux
}

// Admin returns a handler that shows the log. Mount it on a listener of its own, on loopback.
func (l *Log) Admin(config AdminConfig) (http.Handler, error) {
	a := &admin{Log: l, config: config}
	if len(a.config.Token) < 8 {
		return nil, errors.New("the admin token needs 8 characters or more")
	}
	a.mux = http.NewServeMux()
	for pattern, handle := range a.shows() {
		a.mux.HandleFunc(pattern, handle)
	}
	for pattern, handle := range config.More {
		a.mux.HandleFunc(pattern, handle)
	}
	if a.config.Pages != nil {
		a.mux.Handle("/", a.config.Pages)
	}
	return a, nil
}

// shows are the paths of a log.
func (a *admin) shows() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /api/exchanges":            a.exchanges,
		"GET /api/exchanges/latest":     a.latest,
		"GET /api/exchanges/{seq}":      a.exchange,
		"GET /api/exchanges/{seq}/curl": a.curl,
		"GET /api/exchanges.jsonl":      a.export,
		"GET /api/export/{format}":      a.exportAs,
		"GET /api/stream":               a.stream,
		"GET /api/wait":                 a.wait,
		"GET /api/verify":               a.verify,
		"GET /api/counts":               a.counts,
		"POST /api/reset":               a.reset,
		"GET /api/openapi.json":         a.openAPI,
		"GET /api/health":               a.health,
		"GET /api/ready":                a.health,
		"GET /metrics":                  a.metrics,
	}
}

// public is the path of the API's description, which needs no token. Neither do those for health, which any Host may be
// asked for: a balancer has names of its own, and they tell nothing.
const public = "/api/openapi.json"

func isHealth(path string) bool { return path == "/api/health" || path == "/api/ready" }

// ServeHTTP is the guard.
func (a *admin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	switch {
	case isHealth(r.URL.Path):
		a.mux.ServeHTTP(w, r)
	case !a.knownHost(r.Host):
		Problem(w, http.StatusMisdirectedRequest, "the host %q is not one of this server's", r.Host)
	case !a.ownOrigin(r):
		Problem(w, http.StatusForbidden, "requests from other sites are not taken")
	case r.URL.Path != public && !a.authorized(r):
		h.Set("WWW-Authenticate", `Bearer realm="chatcb"`)
		Problem(w, http.StatusUnauthorized, "the admin token is missing or wrong: send it as Authorization: Bearer TOKEN, or open the page with ?token=TOKEN once")
	case a.isVisit(r):
		a.admit(w, r)
	default:
		r.Body = http.MaxBytesReader(w, r.Body, maxAdminBody)
		a.mux.ServeHTTP(w, r)
	}
}

func (a *admin) knownHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	if ip := net.ParseIP(name); ip != nil && ip.IsLoopback() {
		return true
	}
	return strings.EqualFold(name, "localhost") || slices.ContainsFunc(a.config.Hosts, func(h string) bool { return strings.EqualFold(h, name) })
}

// ownOrigin refuses what a browser sends on behalf of another site.
func (a *admin) ownOrigin(r *http.Request) bool {
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

func (a *admin) authorized(r *http.Request) bool {
	given := r.URL.Query().Get("token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		given = bearer
	} else if cookie, err := r.Cookie(cookieOf(r)); err == nil && given == "" {
		return subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(a.session(r))) == 1
	}
	return subtle.ConstantTimeCompare([]byte(given), []byte(a.config.Token)) == 1
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
func (a *admin) session(r *http.Request) string {
	mac := hmac.New(sha256.New, []byte(a.config.Token))
	_, _ = mac.Write([]byte(cookieOf(r)))
	return hex.EncodeToString(mac.Sum(nil))
}

// isVisit reports whether a page is asked for with the token in its address, as the link has it that is printed.
func (a *admin) isVisit(r *http.Request) bool {
	return r.Method == http.MethodGet && r.URL.Query().Has("token") && !strings.HasPrefix(r.URL.Path, "/api/") && r.URL.Path != "/metrics"
}

// admit answers a visit with a cookie and a redirect, so that the token does not stay in the address bar, in bookmarks and
// in screenshots.
func (a *admin) admit(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieOf(r), Value: a.session(r), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
	})
	rest := r.URL.Query()
	rest.Del("token")
	http.Redirect(w, r, (&url.URL{Path: "/", RawQuery: rest.Encode()}).String(), http.StatusSeeOther)
}

func (a *admin) openAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(OpenAPI)
}

func (a *admin) health(w http.ResponseWriter, _ *http.Request) {
	Reply(w, struct {
		Status string `json:"status"`
	}{"ok"})
}

func (a *admin) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	if a.WriteMetrics(w) == nil && a.config.OutputLost != nil {
		fmt.Fprintf(w, "# HELP chatcb_output_lost_total Pieces of the output that nobody read in time.\n"+
			"# TYPE chatcb_output_lost_total counter\nchatcb_output_lost_total %d\n", a.config.OutputLost())
	}
}

func (a *admin) counts(w http.ResponseWriter, _ *http.Request) { Reply(w, a.Counts()) }

func (a *admin) reset(w http.ResponseWriter, _ *http.Request) {
	a.Reset()
	w.WriteHeader(http.StatusNoContent)
}

// Reply answers with JSON.
func Reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // who hung up needs no error
}

// allowTime lets a handler take its time although the listening server has a deadline.
func allowTime(w http.ResponseWriter, d time.Duration) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(d + 10*time.Second))
}
