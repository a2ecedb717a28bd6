#!/bin/sh
# Opens docs/vectors/sealed.json with Python's cryptography and tarfile. Usage: run.sh
set -eu
cd "$(dirname "$0")"
exec python3 check.py ../../docs/vectors/sealed.json
