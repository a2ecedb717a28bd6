// Runs an immudb server in this process, as shipped (synced to disk), and so many clients of its own client library,
// each with a session over gRPC and one verified set at a time. Prints one JSON object with what it took.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/codenotary/immudb/pkg/client"
	"github.com/codenotary/immudb/pkg/server"
)

func main() {
	folder := flag.String("folder", "", "an empty folder for the database")
	clients := flag.Int("clients", 16, "clients at once")
	seconds := flag.Float64("seconds", 5, "how long to set")
	size := flag.Int("size", 512, "bytes of a value")
	flag.Parse()
	added, took, err := run(*folder, *clients, *seconds, *size)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{"added": added, "seconds": took})
	os.Exit(0) // the server has nothing to keep
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func run(folder string, clients int, seconds float64, size int) (int64, float64, error) {
	port, err := freePort()
	if err != nil {
		return 0, 0, err
	}
	options := server.DefaultOptions().
		WithDir(folder).
		WithAddress("127.0.0.1").
		WithPort(port).
		WithMetricsServer(false).
		WithWebServer(false).
		WithPgsqlServer(false).
		WithLogfile(filepath.Join(folder, "immudb.log"))
	immu := server.DefaultServer().WithOptions(options).(*server.ImmuServer)
	if err := immu.Initialize(); err != nil {
		return 0, 0, err
	}
	go immu.Start()

	sessions := make([]client.ImmuClient, clients)
	for at := range sessions {
		home := filepath.Join(folder, fmt.Sprintf("client-%d", at))
		if err := os.Mkdir(home, 0o700); err != nil {
			return 0, 0, err
		}
		session := client.NewClient().WithOptions(client.DefaultOptions().WithAddress("127.0.0.1").WithPort(port).WithDir(home))
		if err := openSession(session); err != nil {
			return 0, 0, err
		}
		sessions[at] = session
	}

	var added atomic.Int64
	var failed atomic.Pointer[error]
	var group sync.WaitGroup
	begin := time.Now()
	until := begin.Add(time.Duration(seconds * float64(time.Second)))
	for at, session := range sessions {
		group.Go(func() {
			value := make([]byte, size)
			for number := 0; time.Now().Before(until) && failed.Load() == nil; number++ {
				rand.Read(value)
				key := fmt.Appendf(nil, "%d-%d", at, number)
				if _, err := session.VerifiedSet(context.Background(), key, value); err != nil {
					failed.Store(&err)
					return
				}
				added.Add(1)
			}
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return 0, 0, *err
	}
	return added.Load(), time.Since(begin).Seconds(), nil
}

// The server listens a moment after it is told to.
func openSession(session client.ImmuClient) error {
	var err error
	for range 50 {
		if err = session.OpenSession(context.Background(), []byte("immudb"), []byte("immudb"), "defaultdb"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}
