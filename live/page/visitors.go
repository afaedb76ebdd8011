package page

import (
	"fmt"
	"html"
	"net/http"
	"strings"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/live"
)

// Visitors answers those who open the URL of a server in a browser: what it is, and where they see something. Page is the
// link to the live page, or ""; it is shown to those alone who are at this machine, without its token.
func Visitors(page string) http.Handler {
	page, _, _ = strings.Cut(page, "?")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		words := language.English()
		if strings.HasPrefix(r.Header.Get("Accept-Language"), "zh") {
			words = language.Chinese()
		}
		link := ""
		if live.LocalHost(r.Host) {
			link = page
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprintf(w, "<!doctype html>\n<html lang=%q>\n<meta charset=utf-8>\n<title>chatcb mockserver</title>\n"+
			"<h1>chatcb mockserver</h1>\n<p>%s\n<p>%s",
			words.Name(), html.EscapeString(words.Say("serve.visit")), html.EscapeString(words.Say("serve.visit-page")))
		if link != "" {
			fmt.Fprintf(w, "\n<p><a href=%q>%[1]s</a>", html.EscapeString(link))
		}
		fmt.Fprintln(w)
	})
}
