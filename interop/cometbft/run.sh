#!/bin/sh
# Follows a node's /rpc with CometBFT's light client. Usage: run.sh URL CHAIN [HEIGHT HASH]
set -eu
url=${1:?base URL of the RPC, for example http://127.0.0.1:7900/rpc}
chain=${2:?chain id}
cd "$(dirname "$0")"
exec go run ./light -url "$url" -chain "$chain" -height "${3:-1}" -hash "${4:-}"
