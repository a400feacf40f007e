#!/bin/bash
# run.sh SCRIPT ERRKB - run one of the tests here: in a fresh folder, with no environment but a home
# of its own, `errkb` being the program just built. What it prints must be SCRIPT's .out file, when
# there is one. ACCEPT=1: what it prints becomes that file, to be read through before it is committed.
# Exit status 77: skipped.
set -u
script=$1
expected=${script%.sh}.out
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" "$work/here"
ln -s "$2" "$work/bin/errkb"
ln -s "$(dirname "$2")/errkb-import" "$work/bin/errkb-import"
ln -s "$(dirname "$2")/kb_rows" "$work/bin/kb_rows"
ln -s "$(dirname "$2")/errkb-engine" "$work/bin/errkb-engine"
cd "$work/here" || exit 2

environment=(PATH="$work/bin:$PATH" HOME="$work/home" LC_ALL=C TESTS="$(dirname "$script")"
    ERRKB_SOURCE="${ERRKB_SOURCE:?}" ERRKB_SHARED="${ERRKB_SHARED:-}")
[[ -n ${ASAN_OPTIONS:-} ]] && environment+=(ASAN_OPTIONS="$ASAN_OPTIONS")
env -i "${environment[@]}" bash -u -c '. "$TESTS/lib.sh"; . "$1"; exit 0' bash "$script" >"$work/out" 2>&1
status=$?
sed -i "s|$work/here|HERE|g; s|$work/home|HOME|g" "$work/out"
if ((status != 0)); then
    cat "$work/out"
    exit $status
fi
if [[ -n ${ACCEPT:-} ]]; then
    cp "$work/out" "$expected"
elif [[ -e $expected ]]; then
    diff -u --label expected --label printed "$expected" "$work/out"
else
    cat "$work/out"
fi
