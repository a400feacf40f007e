#!/usr/bin/env bash
# Refreshing a knowledge base of many files beside `find`, which does nothing but look at them.
#   bench/refresh.sh BUILD_DIR DIR...
# The folders are copied. Each round runs find, a refresh with nothing changed, and a refresh after ten
# files have been edited, one after the other; medians of all rounds ($ROUNDS, 21). The ratios count.
# Goals: nothing changed at most 5 times find; ten changed at most 1.5 times that again, or 80 ms.
set -euo pipefail
export LC_ALL=C
build=$(realpath "${1:?usage: bench/refresh.sh BUILD_DIR DIR...}")
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/docs"
cp -r "$@" "$work/docs"
cd "$work"
"$build/errkb" import --kb kb docs/* >/dev/null 2>&1
files=$(find docs -type f | wc -l)
mapfile -t all < <(find docs -type f -name '*.md' ! -name 'SOURCES*' ! -name README.md | sort)

# timed NAME COMMAND...: microseconds into the file NAME.
timed() {
    local name=$1 start=${EPOCHREALTIME/./}
    shift
    "$@" >/dev/null 2>&1
    echo $((${EPOCHREALTIME/./} - start)) >>"$name"
}

step=$((${#all[@]} / 10))
for ((round = 0; round < ${ROUNDS:-21}; round++)); do
    timed find find docs -type f -printf '%s %T@\n'
    timed nothing "$build/errkb" refresh --kb kb
    for ((i = 0; i < 10; i++)); do
        printf '\nEdited in round %s.\n' "$round" >>"${all[(i * step + round) % ${#all[@]}]}"
    done
    sleep 0.05 # the edits are some time ago, as they are when a person or cron starts a refresh
    timed ten "$build/errkb" refresh --kb kb
done
median() {
    sort -n "$1" | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'
}
f=$(median find) n=$(median nothing) t=$(median ten)
awk -v files="$files" -v f="$f" -v n="$n" -v t="$t" 'BEGIN {
    printf "%d files: find %.1f ms; refresh, nothing changed %.1f ms, %.1f times find; ", files, f/1e3, n/1e3, n/f
    printf "ten changed %.1f ms, %.1f times that\n", t/1e3, t/n }'
