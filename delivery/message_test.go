package delivery

import (
	"bytes"
	"testing"
)

func TestMessageDrip(t *testing.T) {
	var m Message
	m.Put([]byte("head"))
	m.Drip(3, []byte("hello"), 2)
	want := []Segment{{0, []byte("head")}, {3, []byte("he")}, {3, []byte("ll")}, {3, []byte("o")}}
	if len(m.Segments) != len(want) {
		t.Fatalf("got %d segments, want %d", len(m.Segments), len(want))
	}
	for i, s := range m.Segments {
		if s.Pause != want[i].Pause || !bytes.Equal(s.Bytes, want[i].Bytes) {
			t.Errorf("segment %d: got %v %q, want %v %q", i, s.Pause, s.Bytes, want[i].Pause, want[i].Bytes)
		}
	}
}
