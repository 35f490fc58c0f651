#!/usr/bin/env bash
# Bindery as its users have it: installed from its packages, without this checkout.
#
# Packages the three libraries, puts them next to the packages that they need, and works from these alone, offline:
# installs `bindery`, creates a crate in an empty folder and in a workspace of two packages, runs a program that uses it,
# and checks that `--check` notices an edit.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/packages
target=${CARGO_TARGET_DIR:-$root/target}/packages
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$target"

step() { printf '\n--> %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

step "package"
cd "$root"
cargo package --quiet --allow-dirty --no-verify --target-dir "$work" \
    --package bindery --package bindery-runtime --package bindery-cli

step "collect what they need"
mkdir "$work/.cargo"
cargo vendor --quiet --versioned-dirs "$work/vendor" >/dev/null
for package in "$work"/package/*.crate; do
    tar --extract --gzip --file "$package" --directory "$work/vendor"
    sum=$(sha256sum "$package" | cut --delimiter=' ' --fields=1)
    printf '{"files":{},"package":"%s"}' "$sum" >"$work/vendor/$(basename "$package" .crate)/.cargo-checksum.json"
done
cat >"$work/.cargo/config.toml" <<CONFIG
[source.crates-io]
replace-with = "packages"
[source.packages]
directory = "$work/vendor"
[net]
offline = true
CONFIG
export CARGO_TARGET_DIR=$target

step "cargo install bindery-cli"
cd "$work"
# `cargo install` does not look for a configuration in the current folder.
cargo install --quiet --debug --config .cargo/config.toml --root "$work/installed" bindery-cli
export PATH=$work/installed/bin:$PATH
bindery --version

# The folder of a program that uses the crate, the folder of the project, and the folder of the crate.
program() {
    cd "$1"
    cargo add --quiet pets --path "$2"
    cargo add --quiet tokio --features macros,rt
    cp "$here/main.rs" src/main.rs
    local printed
    printed=$(cargo run --quiet)
    [ "$printed" = $'Ada\nGrace' ] || fail "the program printed: $printed"
}

check() {
    bindery codegen --check >/dev/null 2>&1 || fail "a new crate is out of date"
    printf '        age: { type: integer }\n' >>pets.yaml
    if bindery codegen --check >"$work/diff" 2>&1; then fail "--check did not notice an edit"; fi
    grep --quiet '^+.*age' "$work/diff" || fail "the diff does not show the new field"
    bindery codegen 2>/dev/null
    bindery codegen --check >/dev/null 2>&1 || fail "--check fails after codegen"
}

step "an empty folder"
mkdir "$work/alone"
cd "$work/alone"
git init --quiet
cp "$here/pets.yaml" .
cargo init --quiet --vcs none --name app app
bindery init pets.yaml
program "$work/alone/app" ../pets
cd "$work/alone"
check
cd app/src
bindery codegen --check >/dev/null 2>&1 || fail "the manifest is not found from below"

step "a workspace of two packages"
mkdir "$work/shop"
cd "$work/shop"
git init --quiet
cargo init --quiet --vcs none --name app app
cargo init --quiet --vcs none --lib --name library library
printf '[workspace]\nresolver = "3"\nmembers = ["app", "library"]\n' >Cargo.toml
cp "$here/pets.yaml" .
bindery init pets.yaml --out clients/pets
grep --quiet 'members = \["app", "library", "clients/pets"\]' Cargo.toml || fail "the crate is not a member"
program "$work/shop/app" ../clients/pets
cd "$work/shop"
cargo check --quiet --workspace
check

printf '\nall of it works from the packages alone\n'
