#!/bin/sh
# Merges every record of a running node with the reference implementation, and compares. Usage: live.sh URL
# Python 3.9 or later; PyPI the first time.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check ocdsmerge==0.8.0 jsonref==1.1.0 jsonschema==4.23.0
"$work/venv/bin/python" live.py ../../packages/ocds/src/schema/release-schema-1.1.5.json "$@"
