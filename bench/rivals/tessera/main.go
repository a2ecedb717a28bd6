// Adds entries to a Tessera log on the POSIX driver, so many adders at once, each waiting until its entry is integrated
// and a signed checkpoint covers it. Prints one JSON object with what it took.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	folder := flag.String("folder", "", "an empty folder for the log")
	adders := flag.Int("adders", 16, "adders at once")
	seconds := flag.Float64("seconds", 5, "how long to add")
	size := flag.Int("size", 512, "bytes of an entry")
	checkpointMs := flag.Int("checkpoint-ms", 0, "await a checkpoint, cut so often; 0 awaits only the entry's index, durable and sequenced")
	flag.Parse()
	result, err := run(*folder, *adders, *seconds, *size, time.Duration(*checkpointMs)*time.Millisecond)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(result)
}

type result struct {
	Added   int64   `json:"added"`
	Seconds float64 `json:"seconds"`
}

func run(folder string, adders int, seconds float64, size int, checkpoint time.Duration) (*result, error) {
	ctx := context.Background()
	secret, _, err := note.GenerateKey(rand.Reader, "localhost/bench")
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	driver, err := posix.New(ctx, posix.Config{Path: folder})
	if err != nil {
		return nil, err
	}
	interval := checkpoint
	if interval == 0 {
		interval = time.Second
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithBatching(uint(adders), time.Millisecond).
		WithCheckpointInterval(interval)
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return nil, err
	}
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 5*time.Millisecond)

	var added atomic.Int64
	var failed atomic.Pointer[error]
	var group sync.WaitGroup
	begin := time.Now()
	until := begin.Add(time.Duration(seconds * float64(time.Second)))
	for range adders {
		group.Go(func() {
			for time.Now().Before(until) && failed.Load() == nil {
				data := make([]byte, size)
				rand.Read(data)
				future := appender.Add(ctx, tessera.NewEntry(data))
				var err error
				if checkpoint > 0 {
					_, _, err = awaiter.Await(ctx, future)
				} else {
					_, err = future()
				}
				if err != nil {
					failed.Store(&err)
					return
				}
				added.Add(1)
			}
		})
	}
	group.Wait()
	took := time.Since(begin).Seconds()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	if err := shutdown(ctx); err != nil {
		return nil, err
	}
	return &result{Added: added.Load(), Seconds: took}, nil
}
