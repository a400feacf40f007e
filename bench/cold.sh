#!/usr/bin/env bash
# Whole-process time of one cold lookup beside an empty C program, in one run.
#   bench/cold.sh BUILD_DIR [KB]     (without KB: the knowledge base that is compiled in)
# Needs hyperfine, cc, jq. The ratio counts, not the milliseconds. Goal: at most 3.
set -euo pipefail
build=${1:?usage: bench/cold.sh BUILD_DIR [KB]}
kb=${2:-:builtin:}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo 'int main(void){return 0;}' >"$work/empty.c"
cc -O2 "$work/empty.c" -o "$work/empty"
errkb=$build/errkb
queries=(
    "error code 2607"
    "Oops, we couldn't connect to SessionDesktop. Sign in failed. Please check your username and password and try again."
    "1>main.cpp(12,5): error C2065: 'foo' : undeclared identifier"
    "We couldnt connect to the remote PC becuase your credentals did not wrok"
)
arguments=()
for q in "${queries[@]}"; do
    printf '%s' "$q" >"$work/query"
    arguments+=("$errkb lookup --kb $kb --limit 3 $(printf '%q' "$q")")
done
hyperfine -N --warmup 50 --runs "${RUNS:-500}" --ignore-failure --export-json "$work/out.json" \
    "$work/empty" "${arguments[@]}" >/dev/null 2>&1
jq -r '.results[0].median as $empty | .results[] |
    [(.median*1000*1000|round|tostring) + " us", ((.median/$empty*100|round)/100|tostring) + " x", .command] |
    join("  ")' "$work/out.json" | sed "s|$work/||; s|$build/||"
