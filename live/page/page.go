// Package page is the live page of the mock server and of the recording proxy: hand-written HTML, CSS and ES modules over
// the admin API. Mount it as AdminConfig.Pages.
package page

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"

	"github.com/chatcb/chatcb/language"
)

//go:embed static
var static embed.FS

// policy lets the page load its own files and talk to the API, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// About is what the page shows, and whether there is something to steer.
type About struct {
	URL       string `json:"url"`              // where requests are taken
	Recording bool   `json:"recording"`        // by a proxy, which decides nothing and does not misbehave
	Target    string `json:"target,omitempty"` // of the proxy
	Deadline  int64  `json:"deadline_ms"`      // of answers, in milliseconds
	Redacted  bool   `json:"redacted"`         // ids are pseudonyms, and texts masks
	Language  string `json:"language"`         // of who started the server, for browsers that say nothing
}

// Handler serves the page.
func Handler(about About) http.Handler {
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // the folder is embedded: only a wrong name in this file gets here
	}
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		if r.URL.Path == "/about.json" {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(about) // who hung up needs no error
			return
		}
		if r.URL.Path == "/texts.json" {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(texts())
			return
		}
		server.ServeHTTP(w, r)
	})
}

// texts are those of the page in every language; its script fills them as package language does.
func texts() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, name := range language.Names() {
		words, _ := language.Named(name) // it is one of them
		all[name] = words.Room("live")
	}
	return all
}
