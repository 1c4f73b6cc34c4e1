#!/usr/bin/env bash
# Imports made-up records over HTTP, beside the driver alone storing the same rows:
# `bash bench/import.sh [RECORDS] [TURNS] [sqlite|postgres]`.
#
# 100 000 records and five turns unless told otherwise; beyond 200 000 records one turn. bench/README.md tells what the
# figures mean.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

records="${1:-100000}"
turns="${2:-$((records > 200000 ? 1 : 5))}"
cargo build --locked --release -p finsam-api -p finsam-bench
"${CARGO_TARGET_DIR:-$PWD/target}/release/matning" import "$records" "$turns" "${3:-sqlite}"
