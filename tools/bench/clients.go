package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/valyala/fasthttp"
)

// A client returns functions that each carry out one exchange, one for each connection.
type client struct {
	name    string
	workers func(address string, connections int) ([]func() error, error)
}

func clients() []client {
	return []client{
		{"chatcb", chatcbWorkers},
		{"fasthttp", fasthttpWorkers},
		{"net/http", netHTTPWorkers},
		{decoding, decodingWorker},
	}
}

var errAnswer = errors.New("not the answer that was due")

func chatcbWorkers(address string, connections int) ([]func() error, error) {
	target, err := delivery.ParseTarget(address)
	if err != nil {
		return nil, err
	}
	c := &delivery.Client{Target: target}
	ctx, cancel := context.WithCancel(context.Background())
	_ = cancel // as in a command, which can be interrupted
	draft, path, body := target.Head(), []byte(requestTarget), []byte(sampleRequest)
	workers := make([]func() error, connections)
	for i := range workers {
		var msg delivery.Message
		var x exchange.Exchange
		var buf []byte
		workers[i] = func() error {
			buf = draft.Append(buf[:0], path, body)
			msg.Put(buf)
			if err := c.Do(ctx, &msg, &x); err != nil {
				return err
			}
			if x.Failure.Cause != "" || x.Answer.Status != 200 || len(x.Answer.Body) != len(sampleAnswer) {
				return errAnswer
			}
			return nil
		}
	}
	return workers, nil
}

func fasthttpWorkers(address string, connections int) ([]func() error, error) {
	c := &fasthttp.HostClient{Addr: address, MaxConns: connections}
	body := []byte(sampleRequest)
	workers := make([]func() error, connections)
	for i := range workers {
		req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
		req.SetRequestURI("http://" + address + requestTarget)
		req.Header.SetMethod(http.MethodPost)
		req.Header.SetContentType("application/json")
		workers[i] = func() error {
			req.SetBodyRaw(body)
			if err := c.Do(req, resp); err != nil {
				return err
			}
			if resp.StatusCode() != 200 || len(resp.Body()) != len(sampleAnswer) {
				return errAnswer
			}
			return nil
		}
	}
	return workers, nil
}

func netHTTPWorkers(address string, connections int) ([]func() error, error) {
	c := &http.Client{Transport: &http.Transport{
		MaxIdleConns: connections, MaxIdleConnsPerHost: connections, DisableCompression: true,
	}}
	body := []byte(sampleRequest)
	workers := make([]func() error, connections)
	for i := range workers {
		workers[i] = func() error {
			resp, err := c.Post("http://"+address+requestTarget, "application/json", bytes.NewReader(body))
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			got, err := io.ReadAll(resp.Body)
			if err != nil {
				return err
			}
			if resp.StatusCode != 200 || len(got) != len(sampleAnswer) {
				return errAnswer
			}
			return nil
		}
	}
	return workers, nil
}

// decoding is the measure of user time: encoding/json decodes the answer, and it is checked; nothing is sent.
const decoding = "encoding/json"

func decodingWorker(string, int) ([]func() error, error) {
	text := []byte(sampleAnswer)
	return []func() error{func() error {
		var a struct {
			ActionStatus string
			ErrorCode    int
			ErrorInfo    string
			ResultItem   []struct {
				Account    string `json:"To_Account"`
				ResultCode int
				ResultInfo string
			}
		}
		if err := json.Unmarshal(text, &a); err != nil {
			return err
		}
		if a.ActionStatus != "OK" || a.ErrorCode != 0 || len(a.ResultItem) != 2 {
			return errAnswer
		}
		for i, account := range []string{"id1", "id2"} {
			if item := &a.ResultItem[i]; item.Account != account || item.ResultCode != 0 {
				return errAnswer
			}
		}
		return nil
	}}, nil
}

// runClient is a process that drives one client and prints its sample.
func runClient(args []string) error {
	flags := flag.NewFlagSet("client", flag.ContinueOnError)
	name := flags.String("name", "chatcb", "")
	address := flags.String("address", "", "")
	connections := flags.Int("connections", 1, "")
	length := flags.Duration("time", time.Second, "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	for _, c := range clients() {
		if c.name != *name {
			continue
		}
		workers, err := c.workers(*address, *connections)
		if err != nil {
			return err
		}
		s, err := drive(workers, *length)
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(s)
	}
	return fmt.Errorf("no client %q", *name)
}

// drive runs each worker in a goroutine of its own, again and again. What happens before the connections are open and
// the code is warm does not count.
func drive(workers []func() error, length time.Duration) (sample, error) {
	const warm = 200 * time.Millisecond
	if _, err := loop(workers, warm); err != nil {
		return sample{}, err
	}
	before, err := ownCPU()
	if err != nil {
		return sample{}, err
	}
	start := time.Now()
	count, err := loop(workers, length)
	if err != nil {
		return sample{}, err
	}
	wall := time.Since(start)
	after, err := ownCPU()
	return sample{Count: count, used: after.since(before), Wall: wall}, err
}

func loop(workers []func() error, length time.Duration) (uint64, error) {
	var stop atomic.Bool
	time.AfterFunc(length, func() { stop.Store(true) })
	counts, errs := make([]uint64, len(workers)), make([]error, len(workers))
	var all sync.WaitGroup
	for i, work := range workers {
		all.Go(func() {
			n := uint64(0)
			for !stop.Load() && errs[i] == nil {
				errs[i] = work()
				n++
			}
			counts[i] = n
		})
	}
	all.Wait()
	var total uint64
	for _, n := range counts {
		total += n
	}
	return total, errors.Join(errs...)
}
