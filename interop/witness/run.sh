#!/bin/sh
# A Tessera log has its checkpoints cosigned by `gongshi witness`, which refuses a rollback.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
GONGSHI_KEYS=$folder/keys
GONGSHI_PASSPHRASE=interop
export GONGSHI_KEYS GONGSHI_PASSPHRASE
root=$here/../..
node=$root/node_modules/.bin/node # Node 24, without a process between: it is told to stop
gongshi=$root/packages/cli/src/main.ts
"$node" --no-warnings "$gongshi" keys new witness >"$folder/made.txt"
cd "$here/../tessera"
go run ./witnessed "$folder" "$node" --no-warnings "$gongshi"
