package cometbft

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// docs/vectors/comet.json is what this CometBFT computes, to the byte.
func TestVectorsAreCurrent(t *testing.T) {
	computed, err := exec.Command("go", "run", "./vectors").Output()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("../../docs/vectors/comet.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(computed, kept) {
		t.Error("docs/vectors/comet.json differs: go run ./vectors > ../../docs/vectors/comet.json")
	}
}
