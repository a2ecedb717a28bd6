// Command light follows a node's read RPC with CometBFT's own light client, from a trusted height and hash, and prints
// each height that it verified.
package main

import (
	"context"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"time"

	dbm "github.com/cometbft/cometbft-db"
	"github.com/cometbft/cometbft/light"
	"github.com/cometbft/cometbft/light/provider"
	lighthttp "github.com/cometbft/cometbft/light/provider/http"
	lightstore "github.com/cometbft/cometbft/light/store/db"
)

func main() {
	url := flag.String("url", "", "base URL of the RPC, for example http://127.0.0.1:7900/rpc")
	chainID := flag.String("chain", "", "chain id")
	height := flag.Int64("height", 1, "trusted height")
	hash := flag.String("hash", "", "trusted header hash in hex; empty: take the node's word for it, once")
	heights := flag.Int("heights", 8, "how many heights between trust and latest to verify besides the latest")
	sequential := flag.Bool("sequential", false, "verify every header instead of skipping")
	flag.Parse()
	if err := follow(*url, *chainID, *height, *hash, *heights, *sequential); err != nil {
		fmt.Fprintln(os.Stderr, "not verified:", err)
		os.Exit(1)
	}
}

func follow(url, chainID string, height int64, hash string, count int, sequential bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	primary, err := lighthttp.New(chainID, url)
	if err != nil {
		return err
	}
	trusted, err := trustedHash(ctx, primary, height, hash)
	if err != nil {
		return err
	}
	witness, err := lighthttp.New(chainID, url)
	if err != nil {
		return err
	}
	options := light.TrustOptions{Period: 100 * 365 * 24 * time.Hour, Height: height, Hash: trusted}
	mode := light.SkippingVerification(light.DefaultTrustLevel)
	if sequential {
		mode = light.SequentialVerification()
	}
	client, err := light.NewClient(ctx, chainID, options, primary, []provider.Provider{witness},
		lightstore.New(dbm.NewMemDB(), chainID), mode)
	if err != nil {
		return err
	}
	latest, err := primary.LightBlock(ctx, 0)
	if err != nil {
		return err
	}
	step := max((latest.Height-height)/int64(count+1), 1)
	for next := height; next < latest.Height; next += step {
		if err := verify(ctx, client, next); err != nil {
			return err
		}
	}
	return verify(ctx, client, latest.Height)
}

func trustedHash(ctx context.Context, primary provider.Provider, height int64, given string) ([]byte, error) {
	if given != "" {
		return hex.DecodeString(given)
	}
	block, err := primary.LightBlock(ctx, height)
	if err != nil {
		return nil, err
	}
	return block.Hash(), nil
}

func verify(ctx context.Context, client *light.Client, height int64) error {
	block, err := client.VerifyLightBlockAtHeight(ctx, height, time.Now())
	if err != nil {
		return fmt.Errorf("height %d: %w", height, err)
	}
	fmt.Printf("verified height %d time %s hash %X app %X\n",
		block.Height, block.Time.Format(time.RFC3339Nano), block.Hash(), block.AppHash)
	return nil
}
