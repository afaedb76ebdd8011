package serving

import (
	"context"
	"errors"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/replay"
)

// resend sends a request that the server at the URL has received to it again, as of now.
func resend(url, token string) func(context.Context, *exchange.Exchange) (*exchange.Exchange, error) {
	return func(ctx context.Context, x *exchange.Exchange) (*exchange.Exchange, error) {
		target, err := delivery.ParseTarget(url)
		if err != nil {
			return nil, err
		}
		player := replay.Player{
			// It is this program's own server, whatever its certificate says.
			Client: &delivery.Client{Target: target, Fresh: true, TLS: delivery.TLS{Insecure: true}}, Jobs: 1,
			Renewal: replay.Renewal{Token: token}, Timing: replay.Timing{Max: true},
		}
		var one iter.Seq2[*capture.Record, error] = func(yield func(*capture.Record, error) bool) {
			yield(&capture.Record{Exchange: *x}, nil)
		}
		for result, err := range player.Run(ctx, one) {
			if err != nil {
				return nil, err
			}
			sent := *result.Exchange
			return &sent, nil
		}
		return nil, errors.New("nothing was sent")
	}
}
