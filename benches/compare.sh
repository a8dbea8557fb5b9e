#!/bin/sh
# Cloudsweep beside the official Python SDK: the same practice environment, the same latency, one
# run. The SDK deletes as its documentation shows: uploader.destroy in a loop, and
# api.delete_resources in a loop, a hundred at a time. Beside it stands which part of the rate is
# reached that the ceilings (30 destroys, 8 batches under way) allow at this latency.
#
#   ASSETS=10000 BATCHED=100000 LATENCY=50 PROFILE=bench sh benches/compare.sh
#
# LATENCY is in milliseconds; so many ASSETS go one by one, and BATCHED a hundred at a time.
set -eu
cd "$(dirname "$0")/.."
assets=${ASSETS:-10000}
batched=${BATCHED:-100000}
latency=${LATENCY:-50}
latency=${latency%ms}
profile=${PROFILE:-bench}
scratch=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server"; rm -rf "$scratch"' EXIT

if [ "$profile" = bench ]; then build=release; else build=$profile; fi
cargo build --quiet --profile "$build"
cargo bench --quiet --profile "$profile" --bench jobs --no-run
program=target/$([ "$build" = dev ] && echo debug || echo "$build")/cloudsweep

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet cloudinary

# Starts a fresh environment of so many assets and sets `url`.
start() {
    "$program" practice-server --assets "$1" --latency "${latency}ms" --quota 1000000 >"$scratch/out" &
    server=$!
    until url=$(sed -n 's/^CLOUDINARY_URL=//p' "$scratch/out") && [ -n "$url" ]; do sleep 0.1; done
}

stop() {
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
}

cat >"$scratch/sdk.py" <<'PYTHON'
"""Deletes everything with the official SDK, and tells how many in how many seconds."""
import sys
import time

import cloudinary
import cloudinary.api
import cloudinary.uploader

how, most = sys.argv[1], int(sys.argv[2])
cloudinary.reset_config()
found = []
for kind in ("image", "video", "raw"):
    cursor = None
    while True:
        page = cloudinary.api.resources(resource_type=kind, type="upload", max_results=500, next_cursor=cursor)
        found += [(kind, asset["public_id"]) for asset in page["resources"]]
        cursor = page.get("next_cursor")
        if not cursor:
            break
found = found[:most]
begun = time.monotonic()
if how == "destroy":
    for kind, public_id in found:
        answer = cloudinary.uploader.destroy(public_id, resource_type=kind, invalidate=True)
        assert answer["result"] == "ok", answer
else:
    for kind in ("image", "video", "raw"):
        ids = [public_id for of, public_id in found if of == kind]
        for at in range(0, len(ids), 100):
            cloudinary.api.delete_resources(ids[at : at + 100], resource_type=kind, invalidate=True)
print(len(found), round(time.monotonic() - begun, 3))
PYTHON

sdk() {
    start "$2"
    CLOUDINARY_URL=$url "$scratch/venv/bin/python" "$scratch/sdk.py" "$1" "$2"
    stop
}

ours() {
    start "$2"
    CLOUDSWEEP_BENCH_URL=$url CLOUDSWEEP_BENCH_ROUTE=$1 CLOUDSWEEP_BENCH_LATENCY=$latency cargo bench --quiet --profile "$profile" --bench jobs
    stop
}

compare() {
    echo "$1 $2 $3 $4 $5 $6 $7" | awk '{
        sdk = $3 / $4; ours = $5 / $6
        printf "%s: %.0f assets a second, %.3f of the limit %d; the SDK %s: %.0f; %.1f times as fast\n", \
            $1, ours, ours / $7, $7, $2, sdk, ours / sdk
    }'
}

# One by one the SDK takes minutes for all, and its rate does not change.
compare Thorough destroy $(sdk destroy 300) $(ours thorough "$assets")
compare Batches delete_resources $(sdk delete_resources 10000) $(ours batches "$batched")
