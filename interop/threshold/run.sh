#!/bin/sh
# Checks docs/vectors/threshold.json and sealedRecord.json with libsodium. Usage: run.sh
set -eu
cd "$(dirname "$0")"
exec python3 check.py ../../docs/vectors/threshold.json ../../docs/vectors/sealedRecord.json
