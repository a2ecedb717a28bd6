#!/bin/sh
# Checks a node's log, and a mirror of it, with Tessera's fsck and client. Usage: run.sh URL VKEY
set -eu
url=${1:?address of a node}
vkey=${2:?verifier key of its log}
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
node "$here/../../scripts/gongshi.mjs" mirror "$url" "$folder/mirror" --vkey "$vkey"
cd "$here"
go run . "$vkey" "$url/log" "$folder/mirror"
