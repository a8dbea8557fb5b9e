#!/usr/bin/env bash
# What comes with the program: licences, sources, packages that are not used, and how words are spelled.
# Builds the tools that it needs into target/tools. With CLOUDSWEEP_ADVISORIES it asks the database of known
# faults too, which comes from GitHub.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$PWD/target/tools
tool() { # NAME VERSION
    if ! "$tools/bin/$1" --version 2>/dev/null | grep --quiet --fixed-strings "$2"; then
        CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
            cargo install --quiet --locked --root "$tools" "$1" --version "$2"
    fi
}

tool cargo-deny 0.20.2
tool cargo-machete 0.9.2
checks=(bans licenses sources ${CLOUDSWEEP_ADVISORIES:+advisories})
"$tools/bin/cargo-deny" --locked --config .ci/deny.toml check "${checks[@]}"
"$tools/bin/cargo-machete"

if ! "$tools/python/bin/typos" --version >/dev/null 2>&1; then
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        sudo=$([ "$(id -u)" = 0 ] || echo sudo)
        $sudo apt-get update --quiet
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install --yes --quiet --no-install-recommends python3 python3-venv
    fi
    python3 -m venv "$tools/python"
    "$tools/python/bin/pip" install --quiet --disable-pip-version-check typos==1.52.0
fi
"$tools/python/bin/typos" --config .ci/typos.toml
