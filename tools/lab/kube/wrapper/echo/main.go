// Command echo is a small HTTP server to deploy in tests. VERSION is what it says it is; ERRORS is the share of
// requests, 0 to 1, that it answers with 500, and DELAY how long each takes. START_DELAY holds readiness back;
// FAIL=ready keeps it unready, FAIL=exit ends it at once. When it is told to end it goes on answering for GRACE,
// as a service must that lies behind a proxy. At /metrics it tells what it has answered, in the words of Micrometer.
package main

import (
	"context"
	"fmt"
	"math/rand"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

func main() {
	if os.Getenv("FAIL") == "exit" {
		fmt.Fprintln(os.Stderr, "no database: FAIL=exit")
		os.Exit(1)
	}
	delay, _ := time.ParseDuration(os.Getenv("START_DELAY"))
	started := time.Now()
	share, _ := strconv.ParseFloat(os.Getenv("ERRORS"), 64)
	pause, _ := time.ParseDuration(os.Getenv("DELAY"))
	grace, err := time.ParseDuration(os.Getenv("GRACE"))
	if err != nil {
		grace = 3 * time.Second
	}
	host, _ := os.Hostname()
	var good, bad atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(pause)
		if rand.Float64() < share {
			bad.Add(1)
			http.Error(w, os.Getenv("VERSION")+" fails", http.StatusInternalServerError)
			return
		}
		good.Add(1)
		fmt.Fprintf(w, "%s %s %s\n", host, os.Getenv("VERSION"), r.URL.Path)
	})
	mux.HandleFunc("/metrics", func(w http.ResponseWriter, r *http.Request) {
		for status, count := range map[int]int64{200: good.Load(), 500: bad.Load()} {
			fmt.Fprintf(w, "http_server_requests_seconds_count{uri=\"/\",status=\"%d\"} %d\n", status, count)
		}
	})
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) {
		if os.Getenv("FAIL") == "ready" || time.Since(started) < delay {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = ":8080"
	}
	server := &http.Server{Addr: addr, Handler: mux}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-signals
		time.Sleep(grace)
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(ctx)
	}()
	fmt.Println("listening on", addr)
	if err = server.ListenAndServe(); err != http.ErrServerClosed {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	time.Sleep(100 * time.Millisecond)
}
