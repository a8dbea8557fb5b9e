#!/usr/bin/env bash
# bare.sh EARLIER LATER: what installed.py does with these two packages, in a Debian that holds nothing but
# its base. First it starts the program with what the package alone brought, and shows it on a display of
# this machine. Makes the Debian anew in target/packages/bare; needs root, debootstrap and the network.
set -euo pipefail
cd "$(dirname "$0")/../.."
earlier=$1 later=$2
packages=$PWD/target/packages
bare=$packages/bare trial=/srv/cloudsweep
[ "$(id -u)" = 0 ] || { echo "needs root" >&2; exit 1; }

let_go() {
    [ -z "${screen:-}" ] || kill "$screen" 2>/dev/null || true
    for folder in dev/pts dev proc; do
        mountpoint --quiet "$bare/$folder" && umount "$bare/$folder"
    done
    return 0
}
trap let_go EXIT
let_go
rm -rf --one-file-system "$bare"
# shellcheck source=/dev/null
. /etc/os-release
debootstrap --variant=minbase "$VERSION_CODENAME" "$bare" http://deb.debian.org/debian >"$packages/bare.log"
cp /etc/resolv.conf "$bare/etc/"
mount --bind /dev "$bare/dev"
mount --bind /dev/pts "$bare/dev/pts"
mount -t proc proc "$bare/proc"
mkdir -p "$bare$trial/src/journal/tests" "$bare$trial/tests" "$bare$trial/target/packages"
cp "$earlier" "$later" "$bare$trial/"
cp -r tests/desktop "$bare$trial/tests/"
cp src/journal/tests/earlier.sql "$bare$trial/src/journal/tests/"

# Before a command: it runs in the bare Debian, and knows nothing of this one's settings.
inside=(chroot "$bare" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8
    DEBIAN_FRONTEND=noninteractive LIBGL_ALWAYS_SOFTWARE=1)

"${inside[@]}" apt-get --quiet=2 update
"${inside[@]}" apt-get --quiet=2 --yes --no-install-recommends install "$trial/$(basename "$later")" >>"$packages/bare.log"
echo "ok the package and what it depends on: $("${inside[@]}" dpkg-query --show | wc -l) packages in all"

# Each library that the program is linked with, or names to open it; names stand there one behind the other.
known=$("${inside[@]}" ldconfig -p)
for library in $(grep -aoP 'lib((?!lib)[A-Za-z0-9_+-])+\.so\.[0-9]' "$bare/usr/bin/cloudsweep" | sort -u); do
    [[ $known == *"$library "* ]] || { echo "FAIL no $library"; exit 1; }
done
echo "ok every library is there"

# The display is out here, and reached over a socket without a file.
Xvfb -displayfd 6 -screen 0 1280x800x24 -nolisten tcp -noreset 6>"$packages/display" 2>/dev/null & screen=$!
for _ in $(seq 200); do [ -s "$packages/display" ] && break; sleep 0.05; done
DISPLAY=:$(cat "$packages/display")
export DISPLAY
"${inside[@]}" DISPLAY="$DISPLAY" cloudsweep --practice & program=$!
sleep 10
import -window root "$packages/bare.png"
kill "$program"; wait "$program" 2>/dev/null || true
colours=$(identify -format %k "$packages/bare.png")
[ "$colours" -gt 1000 ] || { echo "FAIL an empty display"; exit 1; }
echo "ok a window with $colours colours: $packages/bare.png"
"${inside[@]}" apt-get --quiet=2 --yes --auto-remove purge cloudsweep >>"$packages/bare.log"

"${inside[@]}" rm -r /root/.local/share/cloudsweep
"${inside[@]}" "$trial/tests/desktop/needs.sh" x11-utils >>"$packages/bare.log"
"${inside[@]}" timeout 300 "$trial/tests/desktop/environment.sh" /usr/bin/python3 "$trial/tests/desktop/installed.py" \
    /usr/bin/cloudsweep "$trial/target/packages" "$trial/$(basename "$earlier")" "$trial/$(basename "$later")"
