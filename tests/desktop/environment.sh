#!/bin/bash
# environment.sh CMD…: gives CMD a display of its own (Xvfb with a window manager), a session bus
# with accessibility switched on, and an unlocked, throw-away Secret Service; and cleans up.
#
# SCREEN: size of the display, 1280x800 unless set.
set -u
home=$(mktemp -d)
export HOME=$home XDG_RUNTIME_DIR=$home/run XDG_DATA_HOME=$home/share
export XDG_CACHE_HOME=$home/cache XDG_CONFIG_HOME=$home/config
mkdir -p -m 700 "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME/keyrings" "$XDG_CACHE_HOME" "$XDG_CONFIG_HOME"
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
export LIBGL_ALWAYS_SOFTWARE=1 GDK_BACKEND=x11
Xvfb -displayfd 6 -screen 0 "${SCREEN:-1280x800}x24" -nolisten tcp -noreset 6>"$home/display" 2>"$home/xvfb.log" &
screen=$!
for _ in $(seq 200); do [ -s "$home/display" ] && break; sleep 0.05; done
DISPLAY=:$(cat "$home/display")
export DISPLAY
# shellcheck disable=SC2016
dbus-run-session -- bash -c '
    printf "\n" | gnome-keyring-daemon --daemonize --unlock --components=secrets >/dev/null
    dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus \
        org.freedesktop.DBus.Properties.Set string:org.a11y.Status string:IsEnabled variant:boolean:true \
        >/dev/null
    openbox & manager=$!
    "$@"; result=$?
    kill $manager
    exit $result' _ "$@" \
    2> >(grep -vE 'fd limit|Activating service|Successfully activated|SpiRegistry' >&2)
result=$?
kill "$screen"; wait "$screen" 2>/dev/null
rm -rf "$home"
exit $result
