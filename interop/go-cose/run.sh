#!/bin/sh
# Verifies docs/vectors with go-cose. Needs Go 1.24 and, once, the Go module proxy.
set -eu
cd "$(dirname "$0")"
go run . ../../docs/vectors
