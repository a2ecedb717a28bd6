// Command note opens a signed checkpoint, read from standard input, with Go's own reader of signed notes, and prints
// the tree head that it covers. Usage: note VKEY < checkpoint
package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if err := open(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "not opened:", err)
		os.Exit(1)
	}
}

func open(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: note VKEY < checkpoint")
	}
	verifier, err := note.NewVerifier(args[0])
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(os.Stdin, 1<<20))
	if err != nil {
		return err
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	var origin string
	var size int64
	var root string
	if _, err := fmt.Sscanf(opened.Text, "%s\n%d\n%s\n", &origin, &size, &root); err != nil {
		return err
	}
	hash, err := tlog.ParseHash(root)
	if err != nil {
		return err
	}
	fmt.Printf("origin %s\nsize %d\nroot %s\nsigned by %s\n", origin, size, hash, opened.Sigs[0].Name)
	return nil
}
