#!/usr/bin/env bash
# needs.sh PACKAGE…: installs, on Debian, what environment.sh and window.py need and PACKAGE….
set -euo pipefail

packages=(xvfb openbox imagemagick dbus dbus-bin at-spi2-core python3-pyatspi gnome-keyring "$@")
if ! dpkg-query --show "${packages[@]}" >/dev/null 2>&1; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update --quiet
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install --yes --quiet --no-install-recommends "${packages[@]}"
fi
