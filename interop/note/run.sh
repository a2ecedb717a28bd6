#!/bin/sh
# Opens checkpoints with Go's reader of signed notes. Usage: run.sh (the vectors), or run.sh VKEY < checkpoint
set -eu
cd "$(dirname "$0")"
if [ $# -eq 0 ]; then exec go test -count=1 .; fi
exec go run . "$1"
