#!/bin/sh
# Everything here that asks a running node, one after the other, each check's words in FOLDER/NAME.log and its exit status in
# FOLDER/NAME.status. Usage: node scripts/run.mjs with-node sh interop/live.sh FOLDER [SECONDS for openapi]
set -u
folder=${1:?where the results go}
seconds=${2:-110}
here=$(cd "$(dirname "$0")" && pwd)

check() {
  name=$1
  shift
  "$@" >"$folder/$name.log" 2>&1
  echo $? >"$folder/$name.status"
}

checkpoint() {
  sleep 2 # one is signed each second
  curl -sf "$GONGSHI_URL/log/checkpoint" | sh "$here/note/run.sh" "$GONGSHI_VKEY"
}

check openapi sh "$here/openapi/run.sh" "$GONGSHI_URL" "$seconds"
check cometbft sh "$here/cometbft/run.sh" "$GONGSHI_URL/rpc" "$GONGSHI_CHAIN"
check checkpoint checkpoint
check tessera sh "$here/tessera/run.sh" "$GONGSHI_URL" "$GONGSHI_VKEY"
