// Command tessera checks a served log with Tessera's own packages: fsck derives every tile and the root anew from the
// entries and compares, client reads entries and proofs. The same over a mirror in a folder, behind Go's plain file server;
// and there each kind of file, with one byte changed, must be found out.
// Usage: tessera VKEY URL FOLDER
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Checks of a log of some thousand entries take a second; Tessera's fsck may wait forever after a difference.
const longest = time.Minute

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: tessera VKEY URL FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "not as it should be:", err)
		os.Exit(1)
	}
}

func run(vkey, node, folder string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	size, err := check(verifier, node)
	if err != nil {
		return fmt.Errorf("the node's log: %w", err)
	}
	fmt.Printf("node: %d entries, every tile, inclusion and consistency hold\n", size)
	server := httptest.NewServer(http.FileServer(http.Dir(folder)))
	defer server.Close()
	if size, err = check(verifier, server.URL); err != nil {
		return fmt.Errorf("the mirror: %w", err)
	}
	fmt.Printf("mirror behind a plain file server: %d entries, the same\n", size)
	for _, file := range []string{"checkpoint", "tile/0/000", "tile/entries/000", "tile/1/000.p/*"} {
		changed, err := filepath.Glob(filepath.Join(folder, file))
		if err != nil || len(changed) == 0 {
			return fmt.Errorf("no %s to change: %v", file, err)
		}
		found, err := withByteChanged(changed[0], func() error {
			_, err := check(verifier, server.URL)
			return err
		})
		if err != nil {
			return err
		}
		if found == nil {
			return fmt.Errorf("%s: a changed byte was not found out", file)
		}
		fmt.Printf("%s with one byte changed: found out\n", file)
	}
	return nil
}

// withByteChanged runs what is to find it out, and puts the byte back.
func withByteChanged(path string, find func() error) (found error, err error) {
	whole, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	changed := append([]byte{}, whole...)
	changed[len(changed)/2] ^= 1
	if err := os.WriteFile(path, changed, 0o644); err != nil {
		return nil, err
	}
	found = find()
	return found, os.WriteFile(path, whole, 0o644)
}

// check gives the number of entries of a log in which fsck and client find nothing wrong.
func check(verifier note.Verifier, address string) (uint64, error) {
	root, err := url.Parse(address)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	type answer struct {
		size uint64
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		size, err := read(ctx, verifier, root)
		answers <- answer{size, err}
	}()
	select {
	case given := <-answers:
		return given.size, given.err
	case <-ctx.Done():
		return 0, fmt.Errorf("no end within %s", longest)
	}
}
