#!/usr/bin/env bash
# Checks that need more than `cargo test`: the system's keychain, and the program's real window
# under Xvfb. On Debian it installs what it needs. Pictures are kept in target/desktop.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/desktop/needs.sh zenity libgl1-mesa-dri libgl1 libegl1 libx11-xcb1 libxcursor1 libxi6 \
    libxkbcommon-x11-0

pictures=target/desktop
mkdir -p "$pictures"
cargo build
# The environment below has a home of its own, where cargo is not at home.
keychain=$(cargo test --test keychain --no-run 2>&1 | sed -n 's/.*Executable .*(\(.*\))/\1/p')

with=tests/desktop/environment.sh
"$with" "$keychain" --ignored a_secret_is_kept
DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere "$keychain" --ignored without_a_keychain
timeout 300 "$with" /usr/bin/python3 tests/desktop/through.py target/debug/cloudsweep "$pictures"
timeout 300 "$with" /usr/bin/python3 tests/desktop/kills.py target/debug/cloudsweep "$pictures"
