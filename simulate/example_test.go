package simulate_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// filter is a backend that blocks requests whose wording looks like spam to it.
func filter(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	q, err := callback.DecodeRequest(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer := callback.Allow(q.Accounts()...)
	for i := range q.Items {
		if strings.Contains(q.Items[i].Texts[callback.Wording], "SPAM") {
			answer.ResultItem[i].ResultCode = 38001
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(answer.Append(nil, callback.Wire))
}

func ExampleSimulation() {
	backend := httptest.NewServer(http.HandlerFunc(filter))
	defer backend.Close()
	target, err := delivery.ParseTarget(backend.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	generator, err := traffic.New(traffic.World{
		Seed: 1, Campaigns: []traffic.Campaign{{Kind: "spam-blast", Share: 0.2, Text: "SPAM {f}"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := simulate.Simulation{Engine: load.Engine{
		Generator: generator, Client: &delivery.Client{Target: target},
		Wire:     load.Wire{Target: target, AppID: "1400000000"},
		Schedule: load.Schedule{Pacer: load.Constant(1000), Count: 500},
	}}
	defer s.Client.CloseIdle()
	score := s.Run(context.Background(), time.Now()).Score()
	fmt.Printf("%d of %d leaked; at most %.1f %% with 95 %% confidence\n", score.Malicious.Leaks, score.Malicious.Accounts, 100*score.Malicious.Bound)
	fmt.Printf("%d friends blocked by mistake\n", score.FalseBlocks.Count)
	// Output:
	// 0 of 100 leaked; at most 3.0 % with 95 % confidence
	// 0 friends blocked by mistake
}
