package watch

import (
	"io"
	"maps"
	"net/http"
)

// reader notes what the handler reads of the request.
type reader struct {
	io.ReadCloser
	kept []byte
	cut  bool // it is longer than MaxBytes
}

func (r *reader) reset(body io.ReadCloser) {
	r.ReadCloser, r.kept, r.cut = body, r.kept[:0], false
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.kept, r.cut = keep(r.kept, p[:n], r.cut)
	return n, err
}

// writer notes what the handler writes.
type writer struct {
	http.ResponseWriter
	status int
	header http.Header // as it was when it was written
	kept   []byte
	cut    bool
}

func (w *writer) reset(out http.ResponseWriter) {
	w.ResponseWriter, w.status, w.kept, w.cut = out, 0, w.kept[:0], false
	if w.header == nil {
		w.header = http.Header{}
	}
	clear(w.header)
}

// WriteHeader notes the final status; those before it (103) are none.
func (w *writer) WriteHeader(status int) {
	if w.status == 0 && (status >= http.StatusOK || status == http.StatusSwitchingProtocols) {
		w.status = status
		maps.Copy(w.header, w.Header())
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *writer) Write(p []byte) (int, error) {
	w.begin()
	n, err := w.ResponseWriter.Write(p)
	w.kept, w.cut = keep(w.kept, p[:n], w.cut)
	return n, err
}

// begin notes the status that net/http writes by itself where the handler names none.
func (w *writer) begin() {
	if w.status == 0 {
		w.status = http.StatusOK
		maps.Copy(w.header, w.Header())
	}
}

// Flush is there because handlers ask for it by type.
func (w *writer) Flush() {
	w.begin()
	_ = http.NewResponseController(w.ResponseWriter).Flush() // not every writer can
}

// Unwrap lets http.ResponseController find what the writer beneath can do.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func keep(kept, part []byte, cut bool) ([]byte, bool) {
	if cut || len(kept)+len(part) > MaxBytes {
		return kept, true
	}
	return append(kept, part...), false
}
