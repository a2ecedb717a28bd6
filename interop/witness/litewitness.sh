#!/bin/sh
# litewitness of filippo.io/torchwood v0.8.0 cosigns the log of a node of ours, and refuses to be rolled back.
# Takes Go, ssh-agent and some minutes the first time, so it is run by hand: interop/witness/litewitness.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
node=$here/../../node_modules/.bin/node # Node 24
gongshi=$here/../../packages/cli/src/main.ts
folder=$(mktemp -d)
started=
stop() {
  for process in $started; do kill "$process" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
GONGSHI_KEYS=$folder/keys GONGSHI_PASSPHRASE=interop GONGSHI_DATA=$folder/data GONGSHI_URL=http://127.0.0.1:7960
export GONGSHI_KEYS GONGSHI_PASSPHRASE GONGSHI_DATA GONGSHI_URL
litewitness=$(command -v litewitness || echo "$folder/litewitness")
[ -x "$litewitness" ] || GOBIN=$folder go install filippo.io/torchwood/cmd/litewitness@v0.8.0

"$node" --no-warnings "$gongshi" init --chain-id witnessed --lang en >made.txt
vkey=$("$node" -p "JSON.parse(require('fs').readFileSync('data/genesis.json')).publishers[0].vkey")

ssh-keygen -q -t ed25519 -N '' -f witness
eval "$(ssh-agent -a "$folder/agent.sock" -s)" >agent.txt
started=$SSH_AGENT_PID
ssh-add -q witness
hash=$(ssh-keygen -lf witness | cut -d' ' -f2)
"$litewitness" -db lite.db -name witness.example/lite -key "$hash" -ssh-agent "$folder/agent.sock" \
  -listen 127.0.0.1:7961 >lite.log 2>&1 &
started="$started $!"
until curl -s http://127.0.0.1:7961/ >lite.up; do sleep 0.1; done
# What witnessctl does; that needs a module more, which the proxy does not always have.
"$node" --no-warnings -e '
  const { DatabaseSync } = require("node:sqlite")
  const [vkey] = process.argv.slice(1)
  const origin = vkey.split("+")[0]
  const db = new DatabaseSync("lite.db")
  const empty = require("node:crypto").createHash("sha256").digest("base64")
  db.prepare("INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)").run(origin, empty)
  db.prepare("INSERT INTO key (origin, key) VALUES (?, ?)").run(origin, vkey)
' "$vkey"
# The same Ed25519 key as the cosigner's verifier key (type 4).
wkey=$("$node" -p '
  const blob = Buffer.from(require("fs").readFileSync("witness.pub", "utf8").split(" ")[1], "base64")
  const name = "witness.example/lite"
  const key = Buffer.concat([Buffer.from([4]), blob.subarray(-32)])
  const id = require("crypto").createHash("sha256").update(name + "\n").update(key).digest("hex").slice(0, 8);
  [name, id, key.toString("base64")].join("+")
')
cat >config.json <<END
{ "witnesses": { "list": [{ "url": "http://127.0.0.1:7961", "vkey": "$wkey" }], "quorum": 1 }, "log": { "level": "warn" } }
END
"$node" --no-warnings "$gongshi" start --config config.json --port 7960 --ops-port 7962 --lang en >node.log 2>&1 &
started="$started $!"
until curl -sf http://127.0.0.1:7962/readyz >ready; do sleep 0.2; done

release() {
  echo "{\"releases\":[{\"ocid\":\"ocds-test-$1\",\"id\":\"1\",\"date\":\"2026-03-01T09:00:00Z\",\"tag\":[\"tender\"],\"initiationType\":\"tender\",\"language\":\"en\",\"buyer\":{\"name\":\"City\",\"id\":\"1\"}}]}" >release.json
  "$node" --no-warnings "$gongshi" import ocds release.json --key founder-witnessed >imported.txt
}
cosigned() { # SIZE: waits until a checkpoint beyond it is cosigned, and prints it
  for _ in $(seq 300); do
    curl -sf "$GONGSHI_URL/log/checkpoint" >checkpoint || true
    if grep -q '^— witness.example/lite' checkpoint && [ "$(sed -n 2p checkpoint)" -gt "$1" ]; then cat checkpoint; return 0; fi
    sleep 0.1
  done
  cat node.log lite.log checkpoint >&2
  return 1
}

release 1
cosigned 0 >first
release 2
cosigned "$(sed -n 2p first)" >second
echo "litewitness cosigned $(sed -n 2p first) and $(sed -n 2p second) entries:"
cat second
"$node" --no-warnings "$gongshi" trust "$GONGSHI_URL" -o trust.json >told.txt 2>&1
"$node" --no-warnings "$gongshi" evidence entry 0 -o entry.gse --trust trust.json --lang en >evidence.txt
"$node" --no-warnings "$gongshi" verify entry.gse --trust trust.json --lang en | grep -A1 witnesses
{ printf 'old 0\n\n'; sed '/witness.example/d' first; } >rollback
status=$(curl -s -o answer -w '%{http_code}' --data-binary @rollback http://127.0.0.1:7961/add-checkpoint)
[ "$status" = 409 ] || { echo "rolled back: status $status" >&2; exit 1; }
echo "rolled back: refused with 409, it knows $(cat answer)"
