#!/usr/bin/env bash
# Changes the code that decides what is deleted, asked and said, one place at a time, and runs the
# tests that must notice. Ends with the counts; a change that no test notices fails it.
#
#   tests/mutants.sh                       all of it, some hours
#   tests/mutants.sh src/model/plan.rs …   these files alone
#
# Works on a copy in target/mutants, so that no changed line is ever left in the tree itself.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v cargo-mutants >/dev/null || cargo install --locked cargo-mutants

root=$PWD
copy=$root/target/mutants/tree
rm -rf "$copy"
mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- | tar --extract --directory "$copy"
# Nothing in these files needs the window or the background, and without them a build takes seconds.
sed -i '/^pub mod \(app\|runtime\|ui\);/d' "$copy/src/lib.rs"
echo '//! Nothing.
fn main() {}' >"$copy/src/main.rs"
# Dependencies are built once, for this copy and for the tree.
export CARGO_TARGET_DIR=$root/target CARGO_PROFILE_DEV_DEBUG=0

# `judge FILE…`: $target is what is built, $tests are the tests of it that run. They run on the
# unchanged code first, and must pass there.
failed=0
judge() {
    local output=$root/target/mutants/$name file
    rm -rf "$output"
    mkdir -p "$output"
    local files=()
    for file in "$@"; do files+=(--file "$file"); done
    (cd "$copy" && cargo mutants --in-place --package cloudsweep --output "$output" --timeout 20 \
        --colors never "--cargo-arg=$target" "${files[@]}" -- -- "${tests[@]}") || failed=1
    for file in caught missed timeout unviable; do
        printf '%s %s: %s\n' "$name" "$file" "$(wc -l <"$output/mutants.out/$file.txt")"
    done
}

chosen=("$@")
[ $# -gt 0 ] || chosen=(src/model/confirm.rs src/model/plan.rs src/model/criteria.rs src/jobs/check.rs
    src/jobs/batch.rs src/jobs/batch/open.rs src/jobs/planner.rs src/jobs/sweep_part/mod.rs
    src/jobs/sweep_part/asking.rs src/api/deleter/mod.rs src/api/deleter/bulk.rs src/api/deleter/others.rs)
rules=() sending=()
for file in "${chosen[@]}"; do
    case $file in
    src/api/*) sending+=("$file") ;;
    *) rules+=("$file") ;;
    esac
done
if [ ${#rules[@]} -gt 0 ]; then
    name=rules target=--lib tests=(model::confirm model::plan model::criteria model::sweep jobs::check jobs::batch
        jobs::planner jobs::sweep_part jobs::listing jobs::forms jobs::send)
    judge "${rules[@]}"
fi
if [ ${#sending[@]} -gt 0 ]; then
    name=sending target=--test=api tests=()
    judge "${sending[@]}"
fi
exit $failed
