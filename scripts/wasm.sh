#!/bin/sh
# Builds finsam-core for wasm32-unknown-unknown: plain, and with its features serde, protokoll, utoipa and
# avstamning.
#
# Uses rustup's target where it is installed (rustup target add wasm32-unknown-unknown), and Debian's packages
# otherwise, installing them if need be. Built apart from everything else, in wasm/ of the target directory.
set -eu

cd "$(dirname "$0")/.."
triple=wasm32-unknown-unknown
CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}/wasm"
export CARGO_TARGET_DIR

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

has_packages() {
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || return 1
    done
}

if command -v rustup >/dev/null 2>&1 && rustup target list --installed | grep -qx "$triple"; then
    echo "wasm: with rustup's target $triple"
    build() { cargo build --release --locked -p finsam-core --lib --target "$triple" "$@"; }
elif command -v apt-get >/dev/null 2>&1; then
    packages="rustc-web cargo-web rust-web-src lld"
    # shellcheck disable=SC2086 # a list of words
    if has_packages $packages; then
        echo "wasm: rustup has no target $triple; with Debian's packages, which are installed: $packages"
    else
        echo "wasm: rustup has no target $triple; installing Debian's packages: $packages"
        as_root apt-get install -y -qq $packages >/dev/null 2>&1 || {
            as_root apt-get update -qq
            as_root apt-get install -y -qq $packages >/dev/null
        }
    fi
    linker=/usr/bin/wasm-ld
    # Debian ships the sources of the standard library for this target, not the library itself.
    build() {
        PATH="/usr/bin:$PATH" RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$linker" \
            /usr/bin/cargo build --release --locked -Zbuild-std=std,panic_abort -p finsam-core --lib --target "$triple" "$@"
    }
else
    echo "wasm: rustup has no target $triple, and there is no apt-get to install one with" >&2
    exit 1
fi

build
echo "wasm: built finsam-core"
for features in serde serde,protokoll serde,protokoll,utoipa serde,protokoll,utoipa,avstamning; do
    build --features "$features"
    echo "wasm: built finsam-core with $features"
done
