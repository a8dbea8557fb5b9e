#!/usr/bin/env bash
# packages.sh [--release] [--bare]: makes the .deb, checks it, installs it, starts the installed program
# under Xvfb, upgrades it and removes it. On Debian it installs what it needs. The package and pictures are
# kept in target/packages.
#
# --release: of a release build, and with the compression of a release. Else of the debug build.
# --bare: in a Debian that holds nothing but its base, so that no dependency goes unnoticed. Needs root.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=debug speed=--fast bare=no
for argument; do
    case $argument in
        --release) profile=release speed= ;;
        --bare) bare=yes ;;
        *) sed -n '2,7s/^# \?//p' "$0"; exit 2 ;;
    esac
done

more=(binutils dpkg-dev desktop-file-utils appstream lintian x11-utils)
[ $bare = no ] || more+=(debootstrap)
tests/desktop/needs.sh "${more[@]}"
packages=$PWD/target/packages tools=$PWD/target/tools
mkdir -p "$packages"
[ -x "$tools/bin/cargo-deb" ] || cargo install --locked --quiet --debug --root "$tools" cargo-deb@3.8.0

# cargo-deb takes what stands in a folder for releases: here that is a link to whichever build.
build=(cargo build --quiet)
[ $profile = debug ] || build+=(--release)
"${build[@]}"
mkdir -p "$packages/build/release"
ln -f "target/$profile/cloudsweep" "$packages/build/release/cloudsweep"

# package FOLDER [VERSION]: makes one, of this version unless another is given, and prints its path.
package() {
    CARGO_TARGET_DIR=$packages/build "$tools/bin/cargo-deb" --quiet --no-build --strip --compress-system \
        $speed --output "$1/" ${2:+--deb-version "$2"}
}
later=$(package "$packages")
earlier=$(package "$packages/build" 0.0.1)

echo "checking $(basename "$later")"
contents=$(mktemp -d)
trap 'rm -rf "$contents"' EXIT
dpkg-deb --extract "$later" "$contents"
desktop-file-validate "$contents"/usr/share/applications/*.desktop
appstreamcli validate --no-net "$contents"/usr/share/metainfo/*.xml
# There is no address to write to yet, the changelog is in Markdown, and `--help` is the manual.
lintian --allow-root --fail-on error,warning --suppress-tags malformed-contact,no-changelog,no-manual-page "$later"
/usr/bin/python3 tests/desktop/described.py "$later"
# weighs FILE LIMIT: prints its size in bytes; that of a release must stay below the limit.
weighs() {
    local size
    size=$(stat --format %s "$1")
    echo "$(basename "$1"): $size bytes"
    [ $profile = debug ] || [ "$size" -lt "$2" ] || { echo "more than $2" >&2; exit 1; }
}
weighs "$later" 13000000
weighs "$contents/usr/bin/cloudsweep" 32000000

if [ $bare = yes ]; then
    exec tests/desktop/bare.sh "$earlier" "$later"
fi
timeout 180 tests/desktop/environment.sh /usr/bin/python3 tests/desktop/installed.py /usr/bin/cloudsweep \
    "$packages" "$earlier" "$later"
