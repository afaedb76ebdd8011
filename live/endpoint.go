package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Endpoint answers a request to the API. Its error is answered as a JSON object, with the status of a [Problem] or else 400.
type Endpoint func(w http.ResponseWriter, r *http.Request) error

func (f Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := f(w, r); err != nil {
		fail(w, err)
	}
}

func fail(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "application/json")
	status := http.StatusBadRequest
	if p, ok := errors.AsType[*problem](err); ok {
		status = p.status
	}
	w.WriteHeader(status)
	_ = Reply(w, map[string]string{"error": err.Error()})
}

// problem is why a request to the API is not done.
type problem struct {
	error
	status int
}

// Problem is an error that is answered with a status.
func Problem(status int, format string, args ...any) error {
	return &problem{fmt.Errorf(format, args...), status}
}

// Reply answers with JSON.
func Reply(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // who hung up needs no error
	return nil
}

// ReadBody reads the JSON body of a request, strictly.
func ReadBody(r *http.Request, v any) error {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
		return Problem(http.StatusUnsupportedMediaType, "wanted Content-Type: application/json")
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil && d.More() {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("wanted one JSON object: %w", err)
	}
	return nil
}
