package replay

import (
	"context"
	"errors"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// Again sends a request that a server of this program at the URL has received to it again, as of now.
func Again(url, token string) func(context.Context, *exchange.Exchange) (*exchange.Exchange, error) {
	return func(ctx context.Context, x *exchange.Exchange) (*exchange.Exchange, error) {
		target, err := delivery.ParseTarget(url)
		if err != nil {
			return nil, err
		}
		player := Player{
			// It is this program's own server, whatever its certificate says.
			Client: &delivery.Client{Target: target, Fresh: true, TLS: delivery.TLS{Insecure: true}}, Jobs: 1,
			Renewal: Renewal{Token: token}, Timing: Timing{Max: true},
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
