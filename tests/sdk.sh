#!/usr/bin/env bash
# Lets Cloudinary's official Python and Node SDKs use the practice environment as they would use
# Cloudinary. Neither they nor the practice environment know anything of this program's client.
#
# Installs what it needs: Python with venv, Node and npm where they are missing (apt-get), and
# the SDKs into target/sdk. Each SDK gets a server of its own. Prints a line for each check and
# ends with 1 if any failed.
#
#   tests/sdk.sh            both
#   tests/sdk.sh python     one of them: python or node
#
# PRACTICE_SERVER names another command that starts a server and prints its CLOUDINARY_URL line.
set -euo pipefail
cd "$(dirname "$0")/.."

work="${CARGO_TARGET_DIR:-$PWD/target}/sdk"
mkdir -p "$work"
server=""
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi' EXIT

# Install Debian packages, as root or through sudo.
install() {
    local root=()
    if [ "$(id -u)" -ne 0 ]; then root=(sudo); fi
    echo "installing $*"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_python() {
    if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then install python3 python3-venv; fi
    if [ ! -x "$work/python/bin/pip" ]; then python3 -m venv "$work/python"; fi
    "$work/python/bin/pip" install --quiet --disable-pip-version-check cloudinary
    echo "Python SDK $("$work/python/bin/pip" show cloudinary | sed -n 's/^Version: //p')"
}

need_node() {
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then install nodejs npm; fi
    mkdir -p "$work/node"
    if [ ! -f "$work/node/package.json" ]; then echo '{"private":true}' >"$work/node/package.json"; fi
    npm install --prefix "$work/node" --silent --no-audit --no-fund cloudinary
    echo "Node SDK $(node -p "require('$work/node/node_modules/cloudinary/package.json').version")"
}

# Start a server and take its address from the first line that it prints.
start() {
    local line=""
    read -ra command <<<"${PRACTICE_SERVER:-cargo run --quiet -- practice-server}"
    "${command[@]}" --quota 500 >"$work/server.out" &
    server=$!
    for _ in $(seq 600); do
        line="$(head -n 1 "$work/server.out")"
        case "$line" in CLOUDINARY_URL=*) break ;; esac
        if ! kill -0 "$server" 2>/dev/null; then break; fi
        sleep 0.1
    done
    case "$line" in
        CLOUDINARY_URL=*) export CLOUDINARY_URL="${line#CLOUDINARY_URL=}" ;;
        *) echo "the practice server did not start"; exit 1 ;;
    esac
}

stop() {
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=""
}

if [ -z "${PRACTICE_SERVER:-}" ]; then cargo build --quiet; fi
export SDK_WORK="$work"
status=0
for sdk in "${@:-python node}"; do
    for one in $sdk; do
        echo "== $one"
        "need_$one"
        start
        case "$one" in
            python) "$work/python/bin/python" tests/sdk/python.py || status=1 ;;
            node) NODE_PATH="$work/node/node_modules" node tests/sdk/node.js || status=1 ;;
        esac
        stop
    done
done
exit "$status"
