package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// The notes of docs/vectors/checkpoint.json open with Go's reader under the vkey beside them, and those whose form or
// signature is bad do not.
func TestVectors(t *testing.T) {
	bytes, err := os.ReadFile("../../docs/vectors/checkpoint.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct {
		Vkey  string
		Notes struct {
			Good []string
			Bad  []struct{ Name, Note, Code string }
		}
		Proofs struct{ Good []struct{ Proof string } }
	}
	if err := json.Unmarshal(bytes, &vectors); err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(vectors.Vkey)
	if err != nil {
		t.Fatal(err)
	}
	known := note.VerifierList(verifier)
	for _, text := range vectors.Notes.Good {
		if _, err := note.Open([]byte(text), known); err != nil {
			t.Error(err)
		}
	}
	for _, proof := range vectors.Proofs.Good {
		_, text, _ := strings.Cut(proof.Proof, "\n\n")
		if _, err := note.Open([]byte(text), known); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range vectors.Notes.Bad {
		if !strings.HasPrefix(bad.Code, "note-") {
			continue
		}
		if _, err := note.Open([]byte(bad.Note), known); err == nil {
			t.Errorf("%s: opened", bad.Name)
		}
	}
}
