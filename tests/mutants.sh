#!/usr/bin/env bash
# Changes the code that decides what is deleted, asked and said, one place at a time, and runs the
# tests that must notice. Ends with the counts; a change that no test notices fails it.
#
#   tests/mutants.sh                       all of it, more than an hour
#   tests/mutants.sh src/model/plan.rs …   these files alone
#
# Works on a copy in target/mutants, so that no changed line is ever left in the tree itself. What
# became of each change stands in target/mutants/LAYER/mutants.out.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v cargo-mutants >/dev/null || cargo install --locked cargo-mutants

root=$PWD
copy=$root/target/mutants/tree
rm -rf "$copy"
mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- | tar --extract --directory "$copy"
cp "$copy/src/lib.rs" "$root/target/mutants/lib.rs"
echo '//! Nothing.
fn main() {}' >"$copy/src/main.rs"
# Dependencies are built once, for this copy and for the tree.
export CARGO_TARGET_DIR=$root/target CARGO_PROFILE_DEV_DEBUG=0
# Files of tests in memory, where there is a place for them.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm

# `judge LAYER WITHOUT FILE…`: the layers WITHOUT are left out of what is built, so that a change costs
# seconds; the unit tests that $tests name run. They run on the unchanged code first, and must pass there.
failed=0
judge() {
    local layer=$1 without=$2 output=$root/target/mutants/$1 file
    shift 2
    [ $# -gt 0 ] || return 0
    rm -rf "$output"
    mkdir -p "$output"
    sed "/^pub mod \($without\);/d" "$root/target/mutants/lib.rs" >"$copy/src/lib.rs"
    local files=()
    for file in "$@"; do files+=(--file "$file"); done
    (cd "$copy" && cargo mutants --in-place --package cloudsweep --output "$output" --colors never \
        --cargo-arg=--lib "${files[@]}" -- -- "${tests[@]}") || failed=1
    for file in caught missed timeout unviable; do
        printf '%s %s: %s\n' "$layer" "$file" "$(wc -l <"$output/mutants.out/$file.txt")"
    done
}

chosen=("$@")
[ $# -gt 0 ] || chosen=(src/model/confirm.rs src/model/plan.rs src/model/plan/*.rs
    src/model/comparison.rs src/model/sweep.rs src/model/criteria.rs src/model/selector/*.rs
    src/jobs/check.rs src/jobs/planner.rs src/jobs/sweep_part/*.rs src/jobs/batch.rs src/jobs/batch/*.rs
    src/jobs/retry.rs src/jobs/questions.rs src/api/deleter/*.rs)
model=() jobs=() api=()
for file in "${chosen[@]}"; do
    case $file in
    src/model/*) model+=("$file") ;;
    src/jobs/*) jobs+=("$file") ;;
    src/api/*) api+=("$file") ;;
    esac
done
tests=(model::confirm model::plan model::comparison model::sweep model::criteria model::selector)
judge model 'api\|app\|jobs\|journal\|platform\|runtime\|text\|ui' "${model[@]}"
tests=(jobs::batch jobs::check jobs::retry jobs::tests)
judge jobs 'app\|runtime\|ui' "${jobs[@]}"
tests=(api::deleter)
judge api 'app\|jobs\|runtime\|ui' "${api[@]}"
exit $failed
