// gongshi-bootstrap lets a CometBFT that has no blocks begin at a height whose state came as files: what cometbft v0.39.4
// offers as node.BootstrapState in Go alone. A light client follows the headers from the trusted one of the configuration
// (section "statesync") through its RPC servers, and the app hash is compared with the verified header's.
//
// Usage: gongshi-bootstrap HOME HEIGHT APP-HASH
package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/node"
	"github.com/spf13/viper"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: gongshi-bootstrap HOME HEIGHT APP-HASH")
		os.Exit(64)
	}
	if err := bootstrap(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bootstrap(home, height, appHash string) error {
	settings, err := read(home)
	if err != nil {
		return fmt.Errorf("config.toml: %w", err)
	}
	at, err := strconv.ParseUint(height, 10, 63)
	if err != nil {
		return fmt.Errorf("height: %w", err)
	}
	hash, err := hex.DecodeString(appHash)
	if err != nil || len(hash) != 32 {
		return fmt.Errorf("app hash: not 32 bytes in hexadecimal")
	}
	return node.BootstrapState(context.Background(), settings, nil, at, hash)
}

func read(home string) (*config.Config, error) {
	reader := viper.New()
	reader.SetConfigFile(filepath.Join(home, "config", "config.toml"))
	if err := reader.ReadInConfig(); err != nil {
		return nil, err
	}
	settings := config.DefaultConfig()
	if err := reader.Unmarshal(settings); err != nil {
		return nil, err
	}
	settings.SetRoot(home)
	return settings, settings.ValidateBasic()
}
