#!/usr/bin/env bash
# Prints what the window costs: time to the first frame, processor use when idle, memory with the
# practice library open, and the program's size. Xvfb, software rendering.
#
# window.sh [PROGRAM]: target/release/cloudsweep unless given. Needs what tests/desktop.sh installs.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-target/release/cloudsweep}")

if [ -z "${DISPLAY_OF_BENCH:-}" ]; then
    DISPLAY_OF_BENCH=1 exec tests/desktop/environment.sh "$0" "$program"
fi

export CLOUDSWEEP_HOME=$HOME/bench
ticks=$(getconf CLK_TCK)
used() { awk '{print $14 + $15}' "/proc/$1/stat"; }

begun=$(date +%s%N)
"$program" --practice & window=$!
for _ in $(seq 200); do
    frame=$(grep -h 'first frame' "$CLOUDSWEEP_HOME"/logs/* 2>/dev/null | head -1 | cut -d' ' -f1) || true
    [ -n "$frame" ] && break
    sleep 0.05
done
drawn=$(date -d "$frame" +%s%N)
echo "start to first frame: $(((drawn - begun) / 1000000)) ms"
sleep 15
before=$(used "$window")
sleep 20
after=$(used "$window")
echo "idle, processor use: $(awk "BEGIN {printf \"%.2f\", ($after - $before) * 100 / $ticks / 20}") %"
echo "memory with the practice library open: $(awk '/VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$window/status") MB resident"
kill "$window"
echo "program: $(awk "BEGIN {printf \"%.1f\", $(stat -c %s "$program") / 1e6}") MB"
