package live

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// ReadBody reads the JSON body of a request, strictly, or answers what is wrong with it.
func ReadBody(w http.ResponseWriter, r *http.Request, v any) bool {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
		Problem(w, http.StatusUnsupportedMediaType, "wanted Content-Type: application/json")
		return false
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil && d.More() {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		Problem(w, http.StatusBadRequest, "wanted one JSON object: %v", err)
		return false
	}
	return true
}
