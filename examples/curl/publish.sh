#!/bin/sh
# Submit one publication and verify that it is in the signed log: sh publish.sh KEY.pem
# Needs curl, openssl 3, sed and xxd. The walk from leaf to root is in the Python and Java examples; here the checkpoint's
# signature is checked, and the evidence file is saved for `gongshi verify` or gongshi-verify.html.
set -eu
url=${GONGSHI_URL:-http://127.0.0.1:7900}
organ=${GONGSHI_ORGAN:-'{"scheme":"x-founder","id":"1"}'}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

member() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }
post() { curl -sS --fail-with-body -H 'content-type: application/json' -H 'prefer: wait=30' --data "$2" "$url$1"; }

# The key id: SHA-256 of the canonical COSE_Key (RFC 9679).
public=$(openssl pkey -in "$1" -pubout -outform DER | tail -c 32 | xxd -p -c 64)
id=$(printf 'a301012006215820%s' "$public" | xxd -r -p | openssl dgst -sha256 -r | cut -c1-64)

act="{\"organ\":$organ,\"identifier\":\"curl-$(date +%s)-$$\",\"kind\":\"notice\",\"clause\":\"government-information/20\",
\"issued\":\"$(date +%F)\",\"effective\":null,\"expires\":null,\"content\":\"$(openssl rand -hex 32)\"}"
post /api/v1/affairs/disclosure/actions/publish/prepare "{\"input\":$act,\"signers\":[\"$id\"]}" > "$work/prepared"
member bytes < "$work/prepared" | openssl base64 -d -A > "$work/bytes"
openssl pkeyutl -sign -rawin -inkey "$1" -in "$work/bytes" -out "$work/signature"
signature=$(openssl base64 -A < "$work/signature")
post /api/v1/transactions "{\"prepared\":\"$(member prepared < "$work/prepared")\",\"signatures\":[\"$signature\"]}" > "$work/committed"
index=$(member index < "$work/committed")
echo "entry $index: $(member outcome < "$work/committed")"

sleep 3 # the checkpoint that covers it is cut within two seconds
curl -sS --fail "$url/api/v1/evidence/entries/$index" -o "entry-$index.gse"
curl -sS --fail "$url/log/checkpoint" -o "$work/checkpoint"
vkey=$(curl -sS --fail "$url/api/v1/ledger" | sed -n 's/.*"logKeys":\["\([^"]*\)".*/\1/p')
# Signed are the lines before the empty one; a signature is four bytes of the key's hash and 64 of Ed25519 (C2SP signed-note).
sed '/^$/,$d' "$work/checkpoint" > "$work/text"
sed -n 's/^— [^ ]* //p' "$work/checkpoint" | head -1 | openssl base64 -d -A | tail -c 64 > "$work/note"
{ printf '302a300506032b6570032100' | xxd -r -p; echo "$vkey" | sed 's/^[^+]*+[^+]*+//' | openssl base64 -d -A | tail -c 32; } > "$work/key"
openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$work/key" -in "$work/text" -sigfile "$work/note"
echo "saved entry-$index.gse; the checkpoint of $(sed -n 2p "$work/text") entries is signed"
