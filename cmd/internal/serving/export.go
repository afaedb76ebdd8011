package serving

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/capture/formats"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/live"
)

// export introduces the formats of captures to the admin API of the mock server.
func export(w io.Writer, name string, events iter.Seq[*live.Event]) error {
	f, err := formats.ByName(name)
	if err != nil {
		return err
	}
	if !f.Writable() {
		return fmt.Errorf("%s cannot be written; there are %s", name, strings.Join(formats.Writable(), ", "))
	}
	version, _ := app.BuildVersion()
	sink := f.Write(w, format.Options{Tool: "chatcb " + version})
	for e := range events {
		if err := sink.Write(&capture.Record{Exchange: *e.Exchange(), Extra: e.Extra()}); err != nil {
			return err
		}
	}
	return sink.Close()
}
