// Command rpc asks a node's read RPC with CometBFT's own client, and lets CometBFT's light client judge the answers:
// every transaction's proof against the data hash of its header, and with -affair what the state holds under a key
// against the app hash. Only the two operators of our state tree are ours to write (docs/protocol.md, "RPC").
package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	dbm "github.com/cometbft/cometbft-db"
	"github.com/cometbft/cometbft/crypto/merkle"
	"github.com/cometbft/cometbft/light"
	"github.com/cometbft/cometbft/light/provider"
	lighthttp "github.com/cometbft/cometbft/light/provider/http"
	lightrpc "github.com/cometbft/cometbft/light/rpc"
	lightstore "github.com/cometbft/cometbft/light/store/db"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	"github.com/cometbft/cometbft/types"
)

func main() {
	url := flag.String("url", "", "base URL of the RPC, for example http://127.0.0.1:7900/rpc")
	chainID := flag.String("chain", "", "chain id")
	path := flag.String("path", "", "a table of the state, for example /state/disclosure/entity/publication")
	key := flag.String("key", "", "a row's id in it: canonical CBOR in hex")
	flag.Parse()
	if err := check(*url, *chainID, *path, *key); err != nil {
		fmt.Fprintln(os.Stderr, "not verified:", err)
		os.Exit(1)
	}
}

func check(url, chainID, path, key string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	asking, err := rpchttp.New(url, "/websocket")
	if err != nil {
		return err
	}
	following, err := lightClient(ctx, url, chainID)
	if err != nil {
		return err
	}
	judging := lightrpc.NewClient(asking, following, lightrpc.KeyPathFn(keyPath))
	judging.RegisterOpDecoder(stateType, decodeState)
	judging.RegisterOpDecoder(appType, decodeApp)
	if err := transactions(ctx, asking, judging); err != nil {
		return err
	}
	if err := refusals(ctx, asking); err != nil {
		return err
	}
	if path == "" {
		return nil
	}
	return state(ctx, asking, judging, following, path, key)
}

func lightClient(ctx context.Context, url, chainID string) (*light.Client, error) {
	primary, err := lighthttp.New(chainID, url)
	if err != nil {
		return nil, err
	}
	first, err := primary.LightBlock(ctx, 1)
	if err != nil {
		return nil, err
	}
	options := light.TrustOptions{Period: 100 * 365 * 24 * time.Hour, Height: 1, Hash: first.Hash()}
	return light.NewClient(ctx, chainID, options, primary, []provider.Provider{primary},
		lightstore.New(dbm.NewMemDB(), chainID), light.SkippingVerification(light.DefaultTrustLevel))
}

// Every transaction of every block, by its hash.
func transactions(ctx context.Context, asking *rpchttp.HTTP, judging *lightrpc.Client) error {
	status, err := asking.Status(ctx)
	if err != nil {
		return err
	}
	verified := 0
	for height := int64(1); height <= status.SyncInfo.LatestBlockHeight; height++ {
		block, err := asking.Block(ctx, &height)
		if err != nil {
			return err
		}
		for index, tx := range block.Block.Txs {
			if len(tx) == 0 { // a body in it was erased
				continue
			}
			found, err := judging.Tx(ctx, tx.Hash(), true)
			if err != nil {
				return fmt.Errorf("height %d transaction %d: %w", height, index, err)
			}
			if err := matches(found.Proof, tx, block.Block.DataHash); err != nil {
				return err
			}
			if found.Height != height || int(found.Index) != index || !bytes.Equal(found.Tx, tx) {
				return fmt.Errorf("height %d transaction %d: another one was given", height, index)
			}
			verified++
		}
	}
	fmt.Printf("verified %d transactions in %d blocks\n", verified, status.SyncInfo.LatestBlockHeight)
	return nil
}

// The proof holds, and for no other transaction, place or root.
func matches(proof types.TxProof, tx types.Tx, dataHash []byte) error {
	if !bytes.Equal(proof.Data, tx) {
		return fmt.Errorf("the proof is of another transaction")
	}
	other := append(types.Tx{}, tx...)
	other[len(other)-1] ^= 1
	moved := proof
	moved.Proof.Index++
	changed := proof
	changed.Data = other
	for _, wrong := range []types.TxProof{moved, changed} {
		if wrong.Validate(dataHash) == nil {
			return fmt.Errorf("a wrong proof holds")
		}
	}
	return nil
}

// CometBFT's client reads our refusals as it reads its own.
func refusals(ctx context.Context, asking *rpchttp.HTTP) error {
	_, err := asking.Tx(ctx, make([]byte, 32), true)
	if err == nil || !strings.Contains(err.Error(), "not found") {
		return fmt.Errorf("an unknown transaction: %v", err)
	}
	_, err = asking.TxSearch(ctx, "tx.height=1", false, nil, nil, "asc")
	if err == nil || !strings.Contains(err.Error(), "transaction indexing is disabled") {
		return fmt.Errorf("a search: %v", err)
	}
	_, err = asking.NetInfo(ctx)
	if err == nil || !strings.Contains(err.Error(), "Method not found") {
		return fmt.Errorf("a method that is not there: %v", err)
	}
	fmt.Println("refusals are CometBFT's")
	return nil
}

func state(ctx context.Context, asking *rpchttp.HTTP, judging *lightrpc.Client, following *light.Client,
	path, keyHex string) error {
	key, err := hex.DecodeString(keyHex)
	if err != nil {
		return err
	}
	present, err := judging.ABCIQuery(ctx, path, key)
	if err != nil {
		return fmt.Errorf("state: %w", err)
	}
	fmt.Printf("verified value of %d bytes at height %d\n", len(present.Response.Value), present.Response.Height)
	return absence(ctx, asking, following, path)
}

// The light RPC client takes a key for a path where a value is absent, so the runtime is asked itself.
func absence(ctx context.Context, asking *rpchttp.HTTP, following *light.Client, path string) error {
	nobody := []byte{0x66, 'n', 'o', 'b', 'o', 'd', 'y'}
	found, err := asking.ABCIQueryWithOptions(ctx, path, nobody, rpcclient.ABCIQueryOptions{Prove: true})
	if err != nil {
		return err
	}
	answer := found.Response
	if answer.Value != nil {
		return fmt.Errorf("state: nobody has a value")
	}
	header, err := following.VerifyLightBlockAtHeight(ctx, answer.Height+1, time.Now())
	if err != nil {
		return err
	}
	runtime := merkle.NewProofRuntime()
	runtime.RegisterOpDecoder(stateType, decodeState)
	runtime.RegisterOpDecoder(appType, decodeApp)
	keys, err := keyPath(path, nobody)
	if err != nil {
		return err
	}
	if err := runtime.VerifyAbsence(answer.ProofOps, header.AppHash, keys.String()); err != nil {
		return fmt.Errorf("absence: %w", err)
	}
	if runtime.VerifyValue(answer.ProofOps, header.AppHash, keys.String(), []byte("x")) == nil {
		return fmt.Errorf("absence: proves a value")
	}
	fmt.Printf("verified an absence at height %d\n", answer.Height)
	return nil
}
