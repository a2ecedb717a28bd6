#!/bin/sh
# Holds a running node to its own OpenAPI document: Redocly judges the document, schemathesis asks what it promises.
# Usage: run.sh URL [SECONDS]. Python 3.10 or later, npm, the two package registries the first time.
set -eu
url=${1:?address of a node, for example http://127.0.0.1:7900}
seconds=${2:-110}
here=$(cd "$(dirname "$0")" && pwd)
PATH="$here/../../node_modules/.bin:$PATH" # Node 24, where npm ci has been
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

curl -sf "$url/openapi.json" -o "$work/openapi.json"
npx --yes @redocly/cli@2.77.0 lint "$work/openapi.json" --config "$here/redocly.yaml"

# Names of things that there are; one that is not, so that no list is empty.
cp "$here/schemathesis.toml" "$here/bodies.py" "$work"
curl -sf "$url/api/v1/entries/[0-20]" > "$work/entries"
nothing=0000000000000000000000000000000000000000000000000000000000000000
{ echo "\"$nothing\""; grep -o '"txId":"[0-9a-f]*"' "$work/entries" | cut -d: -f2; } > "$work/transactions.txt"
{ echo "\"$nothing\""; grep -o '"content":"[0-9a-f]*"' "$work/entries" | cut -d: -f2; } > "$work/contents.txt"
{ echo '"gmFh"'; curl -sf "$url/api/v1/affairs/disclosure/views/publication" | grep -o '"key":"[^"]*"' | cut -d: -f2; } > "$work/keys.txt"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5
cd "$work"
# One worker: the seed then gives the same requests each time, and CPython 3.11 parses safely.
venv/bin/schemathesis --config-file schemathesis.toml run "$url/openapi.json" \
  --seed 20260101 --max-time "$seconds" --max-examples 60 --workers 1 --no-color
