#!/usr/bin/env bash
# Lets Cloudinary's official Python and Node SDKs use the practice environment as they would
# Cloudinary. On Debian it installs npm and venv if they are missing; the SDKs go to target/sdk.
set -euo pipefail
cd "$(dirname "$0")/.."

export PYTHONDONTWRITEBYTECODE=1
python_sdk=1.46.3
node_sdk=2.11.0

packages=()
python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3 python3-venv)
command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)
if [ ${#packages[@]} -gt 0 ]; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update --quiet
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install --yes --quiet --no-install-recommends "${packages[@]}"
fi

place=target/sdk
mkdir -p "$place/node"
[ -x "$place/python/bin/pip" ] || python3 -m venv "$place/python"
timeout 300 "$place/python/bin/pip" install --quiet --disable-pip-version-check "cloudinary==$python_sdk"
timeout 300 npm install --prefix "$place/node" --no-save --no-audit --no-fund --prefer-offline --silent \
    "cloudinary@$node_sdk"
cargo build

servers=()
finish() {
    [ ${#servers[@]} -eq 0 ] || kill "${servers[@]}" 2>/dev/null || true
    wait
    servers=()
}
trap finish EXIT

# serve NAME ARGUMENTS…: starts a practice server; its CLOUDINARY_URL is in the variable NAME then.
serve() {
    local name=$1 said="$place/$1.txt" line=""
    shift
    : >"$said"
    target/debug/cloudsweep practice-server "$@" >"$said" &
    servers+=($!)
    for _ in $(seq 300); do
        read -r line <"$said" && break
        kill -0 "${servers[-1]}" || break
        sleep 0.1
    done
    case $line in
        CLOUDINARY_URL=*) export "$name=${line#CLOUDINARY_URL=}" ;;
        *) echo "the practice server for $name did not start" >&2 && exit 1 ;;
    esac
}

# Each SDK gets servers of its own, so that nothing depends on what the other one left.
judge() {
    serve CLOUDINARY_URL --assets 60 --quota 2000
    serve SMALL_PAGES_URL --assets 0 --page-limit 4
    serve LITTLE_QUOTA_URL --assets 0 --quota 5
    serve OLD_URL --assets 0 --fixed-folders --no-backup
    local outcome=0
    timeout 60 "$@" || outcome=$?
    finish
    return $outcome
}

failed=0
judge "$place/python/bin/python" tests/sdk/python.py || failed=1
judge node tests/sdk/node.mjs || failed=1
exit $failed
