package live

import (
	"context"
	_ "embed"
	"io"
	"iter"
	"net/http"
	"time"

	"github.com/chatcb/chatcb/exchange"
)

// AdminConfig says who may use the admin API, and what it may do.
type AdminConfig struct {
	// Token and Hosts are those of the [Guard]. Health, ready and the API's description need no token.
	Token string
	Hosts []string
	// Export writes exchanges in another format than that of captures, such as "har". It is asked for a format before
	// anything is written, with no exchanges: an error then says which formats there are. Nil means that there is none.
	Export func(w io.Writer, format string, events iter.Seq[*Event]) error
	// Resend sends a request to the receiver again, of which the result is a new exchange. Nil means that it cannot be.
	Resend func(ctx context.Context, x *exchange.Exchange) (*exchange.Exchange, error)
	// Pages, if set, answers what the API does not have, under the same guard.
	Pages http.Handler
	// Counters are counted elsewhere, and are among the metrics.
	Counters []Counter
	// More are the paths that an API has beside those of its log, by their patterns.
	More map[string]Endpoint
}

// OpenAPI is the description of the admin API, an OpenAPI 3.1 document in JSON.
//
//go:embed openapi.json
var OpenAPI []byte

// admin is the API of a log.
type admin struct {
	*Log
	config AdminConfig
}

// Admin returns a handler that shows the log. Mount it on a listener of its own, on loopback.
func (l *Log) Admin(config AdminConfig) (http.Handler, error) {
	a := &admin{Log: l, config: config}
	mux := http.NewServeMux()
	for _, endpoints := range []map[string]Endpoint{a.shows(), config.More} {
		for pattern, endpoint := range endpoints {
			mux.Handle(pattern, endpoint)
		}
	}
	if a.config.Pages != nil {
		mux.Handle("/", a.config.Pages)
	}
	return Guard{
		Token: config.Token, Hosts: config.Hosts, Public: []string{"/api/openapi.json"}, Health: []string{"/api/health", "/api/ready"},
	}.Over(mux)
}

// shows are the paths of a log.
func (a *admin) shows() map[string]Endpoint {
	return map[string]Endpoint{
		"GET /api/exchanges":                a.exchanges,
		"GET /api/exchanges/latest":         a.latest,
		"GET /api/exchanges/{seq}":          a.of(a.exchange),
		"GET /api/exchanges/{seq}/curl":     a.of(a.curl),
		"POST /api/exchanges/{seq}/resend":  a.of(a.resend),
		"GET /api/exchanges/{seq}/findings": a.of(a.findings),
		"GET /api/exchanges.jsonl":          a.export,
		"GET /api/export/{format}":          a.export,
		"GET /api/stream":                   a.stream,
		"GET /api/wait":                     a.wait,
		"GET /api/verify":                   a.verify,
		"GET /api/counts":                   func(w http.ResponseWriter, _ *http.Request) error { return Reply(w, a.Counts()) },
		"POST /api/reset":                   a.reset,
		"GET /api/openapi.json":             openAPI,
		"GET /api/health":                   health,
		"GET /api/ready":                    health,
		"GET /metrics":                      a.metrics,
	}
}

func openAPI(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(OpenAPI)
	return nil
}

func health(w http.ResponseWriter, _ *http.Request) error {
	return Reply(w, map[string]string{"status": "ok"})
}

func (a *admin) metrics(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_ = a.WriteMetrics(w, a.config.Counters...) // who hung up needs no error
	return nil
}

func (a *admin) reset(w http.ResponseWriter, _ *http.Request) error {
	a.Reset()
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// allowTime lets a handler take its time although the listening server has a deadline.
func allowTime(w http.ResponseWriter, d time.Duration) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(d + 10*time.Second))
}
