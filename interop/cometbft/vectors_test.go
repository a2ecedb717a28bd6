package cometbft

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// docs/vectors/comet.json and light.json are what this CometBFT computes, to the byte.
func TestVectorsAreCurrent(t *testing.T) {
	for command, file := range map[string]string{"./vectors": "comet.json", "./skipping": "light.json"} {
		computed, err := exec.Command("go", "run", command).Output()
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile("../../docs/vectors/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(computed, kept) {
			t.Errorf("docs/vectors/%s differs: go run %s > ../../docs/vectors/%s", file, command, file)
		}
	}
}
