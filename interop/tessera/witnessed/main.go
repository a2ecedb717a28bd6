// Command witnessed runs a Tessera log that publishes only what `gongshi witness` has cosigned, and tries to have the witness
// take a checkpoint back. Usage: witnessed FOLDER COMMAND ARGUMENT…, the command being what starts the program gongshi; the key
// `witness` is to be there.
package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	f_note "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

const longest = 2 * time.Minute

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: witnessed FOLDER COMMAND ARGUMENT…")
		os.Exit(2)
	}
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	if err := run(ctx, os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "not as it should be:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, folder string, command []string) error {
	secret, vkey, err := note.GenerateKey(rand.Reader, "log.example/tessera")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	address, key, stop, err := startWitness(ctx, folder, command, vkey)
	if err != nil {
		return err
	}
	defer stop()
	checkpoints, err := publish(ctx, filepath.Join(folder, "log"), signer, address, key)
	if err != nil {
		return err
	}
	cosigner, err := f_note.NewVerifierForCosignatureV1(key)
	if err != nil {
		return err
	}
	for _, checkpoint := range checkpoints {
		opened, err := note.Open(checkpoint, note.VerifierList(cosigner))
		if err != nil {
			return fmt.Errorf("not cosigned: %w", err)
		}
		fmt.Printf("cosigned: %s entries\n", strings.Split(opened.Text, "\n")[1])
	}
	return refuses(ctx, address, checkpoints[0])
}

var said = regexp.MustCompile(`(http://\S+)|(\S+\+[0-9a-f]{8}\+\S+)`)

// startWitness gives the witness's address and verifier key, once it says them.
func startWitness(ctx context.Context, folder string, command []string, log string) (*url.URL, string, func(), error) {
	arguments := append(command[1:], "witness", "--name", "witness.example/w1", "--key", "witness", "--log", log,
		"--data", filepath.Join(folder, "witness"), "--port", "0", "--lang", "en")
	witness := exec.CommandContext(ctx, command[0], arguments...)
	witness.Stderr = os.Stderr
	out, err := witness.StdoutPipe()
	if err != nil {
		return nil, "", nil, err
	}
	if err := witness.Start(); err != nil {
		return nil, "", nil, err
	}
	stop := func() {
		_ = witness.Process.Signal(syscall.SIGTERM)
		_ = witness.Wait()
	}
	var address, key string
	lines := bufio.NewScanner(out)
	for (address == "" || key == "") && lines.Scan() {
		if found := said.FindStringSubmatch(lines.Text()); found != nil {
			address, key = address+found[1], key+found[2]
		}
	}
	parsed, err := url.Parse(address)
	if err != nil || address == "" || key == "" {
		stop()
		return nil, "", nil, errors.New("the witness did not start")
	}
	return parsed, key, stop, nil
}

// publish adds entries in two rounds, and gives the checkpoint that Tessera published after each.
func publish(ctx context.Context, folder string, signer note.Signer, address *url.URL, key string) ([][]byte, error) {
	witness, err := tessera.NewWitness(key, address)
	if err != nil {
		return nil, err
	}
	driver, err := posix.New(ctx, posix.Config{Path: folder})
	if err != nil {
		return nil, err
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithBatching(64, 10*time.Millisecond).
		WithCheckpointInterval(time.Second).
		WithWitnesses(tessera.NewWitnessGroup(1, witness), &tessera.WitnessOptions{Timeout: 10 * time.Second})
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return nil, err
	}
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 50*time.Millisecond)
	checkpoints := [][]byte{}
	for round := range 2 {
		futures := []tessera.IndexFuture{}
		for entry := range 200 {
			futures = append(futures, appender.Add(ctx, tessera.NewEntry(fmt.Appendf(nil, "%d: %d", round, entry))))
		}
		var published []byte
		for _, future := range futures {
			if _, published, err = awaiter.Await(ctx, future); err != nil {
				return nil, err
			}
		}
		checkpoints = append(checkpoints, published)
	}
	return checkpoints, shutdown(ctx)
}

// refuses hands the witness an earlier checkpoint than it has cosigned last.
func refuses(ctx context.Context, address *url.URL, earlier []byte) error {
	body := strings.NewReader("old 0\n\n" + string(earlier))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address.JoinPath("add-checkpoint").String(), body)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusConflict {
		return fmt.Errorf("rolled back: status %d", answer.StatusCode)
	}
	fmt.Println("rolled back: refused with 409")
	return nil
}
