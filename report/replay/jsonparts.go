package replay

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/replay"
)

func appendMS(b []byte, d time.Duration) []byte {
	return strconv.AppendFloat(b, float64(d)/1e6, 'f', -1, 64)
}

func appendSpread(b []byte, h *clock.Histogram) []byte {
	b = append(b, `{"n":`...)
	b = strconv.AppendUint(b, h.N(), 10)
	b = appendMS(append(b, `,"p50":`...), h.Quantile(0.5))
	b = appendMS(append(b, `,"p99":`...), h.Quantile(0.99))
	b = appendMS(append(b, `,"max":`...), h.Max())
	return append(b, '}')
}

func appendCounts(b []byte, counts []replay.Count) []byte {
	b = append(b, '{')
	for i, c := range counts {
		if i > 0 {
			b = append(b, ',')
		}
		b = rawjson.AppendString(b, c.Name)
		b = strconv.AppendInt(append(b, ':'), int64(c.N), 10)
	}
	return append(b, '}')
}

func appendTexts(b []byte, texts []string) []byte {
	b = append(b, '[')
	for i, text := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = rawjson.AppendString(b, text)
	}
	return append(b, ']')
}
