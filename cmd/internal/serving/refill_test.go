package serving

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
)

// BenchmarkRefill fills a log of the usual size from a journal that holds many times more.
func BenchmarkRefill(b *testing.B) {
	journal, err := capture.OpenJournal(b.TempDir(), capture.JournalOptions{})
	if err != nil {
		b.Fatal(err)
	}
	defer journal.Close()
	server, err := mockserver.New(mockserver.Config{Keep: func(e *live.Event) error {
		_, err := journal.Append(e.Exchange(), e.Extra()...)
		return err
	}})
	if err != nil {
		b.Fatal(err)
	}
	for range 100_000 {
		r := httptest.NewRequest(http.MethodPost, "/?SdkAppid=1&CallbackCommand="+callback.PrevFriendAdd.Command+"&contenttype=json", strings.NewReader(callback.PrevFriendAdd.Sample))
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	b.ResetTimer()
	b.ReportAllocs()
	for b.Loop() {
		log := live.New(live.Config{})
		journal.Refill(log, live.DefaultRingCount, live.DefaultRingBytes, nil, func(err error) { b.Error(err) })
		if got := log.Counts().Kept; got != live.DefaultRingCount {
			b.Fatalf("got %d in memory, want %d", got, live.DefaultRingCount)
		}
	}
}
