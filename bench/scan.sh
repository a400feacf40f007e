#!/usr/bin/env bash
# Logs with known errors in them through errkb scan and its neighbours, in one run.
#   bench/scan.sh BUILD_DIR DOCUMENTS LINES_DIR [MEGABYTES [SHARE]]
# DOCUMENTS are imported; ordinary lines come from the *.log files of LINES_DIR, known errors are
# planted among them (bench/scan/make_log.c tells how): SHARE of the lines, 0.001 without it. Each
# program runs RUNS times (3) with a warm page cache; the least processor time counts, since others
# may use the machine, and the time on the clock stands beside it. Needs cc, ripgrep, jq; Hyperscan
# (libhyperscan-dev) and PCRE2 are measured when they can be compiled.
set -euo pipefail
usage='usage: bench/scan.sh BUILD_DIR DOCUMENTS LINES_DIR [MEGABYTES [SHARE]]'
build=$(realpath "${1:?$usage}") documents=${2:?$usage} lines=${3:?$usage}
megabytes=${4:-300} share=${5:-0.001} here=$(dirname "$(realpath "$0")")/scan
work=$(mktemp -d "${TMPDIR:-/tmp}/scan.XXXXXX")
trap 'rm -rf "$work"' EXIT
ninja -C "$build" scan-log scan-agree errkb errkb-import >/dev/null
program() { find "$build" -name "$1" -type f -perm -u+x | head -1; }
"$build/errkb" import --kb "$work/kb" "$documents" >/dev/null 2>&1
"$(program scan-log)" "$work/kb" "$lines" "${megabytes}000000" "$share" "${SEED:-1}" "$work/x"
cat "$work/x.log" >/dev/null

row() { # NAME COMMAND...: MB/s by processor time and by the clock, peak memory
    local name=$1 best=
    shift
    for ((i = 0; i < ${RUNS:-3}; i++)); do
        # shellcheck disable=SC2024
        /usr/bin/time -o "$work/time" -f '%U %S %e %M' "$@" >"$work/out" 2>/dev/null || true
        best=$(tail -1 "$work/time" | awk -v best="$best" '{ t = $1 + $2
            split(best, b, " "); print best == "" || t < b[1] ? t " " $3 " " $4 : best }')
    done
    awk -v name="$name" -v mb="$megabytes" -v best="$best" 'BEGIN { split(best, b, " ")
        printf "%-34s %8.0f %8.0f %8.0f\n", name, mb / (b[1] + 0.0001), mb / (b[2] + 0.0001), b[3] / 1024 }'
}
printf '%-34s %8s %8s %8s\n' "MB/s by" "cpu" "clock" "peak MB"
row "wc -l" wc -l "$work/x.log"
row "ripgrep -F -f, literals" rg -c -F -f "$work/x.literals" "$work/x.log"
row "errkb scan, 1 thread" "$build/errkb" scan --kb "$work/kb" -T 1 "$work/x.log"
row "errkb scan, 2 threads" "$build/errkb" scan --kb "$work/kb" -T 2 "$work/x.log"
alone() { # NAME MEGABYTES COMMAND...: prints its own time, without the compiling of expressions
    "${@:3}" | awk -v name="$1" '{ printf "%-34s %8s %8.0f           %d lines\n", name, "", $1 / 1e6 / $2, $3 }'
}
if cc -O2 "$here/hyperscan.c" -o "$work/hyperscan" -lhs 2>/dev/null; then
    alone "Hyperscan, whole expressions" x "$work/hyperscan" "$work/x.expressions" "$work/x.log"
fi
if cc -O2 "$here/pcre2.c" -o "$work/pcre2" -lpcre2-8 2>/dev/null; then
    alone "PCRE2 with JIT, each expression" x "$work/pcre2" "$work/x.expressions" "$work/x.log" 5000000
fi
"$(program scan-agree)" "$work/kb" "$work/x.log" "${EVERY:-101}" "$work/x.truth"
head -c 20000 "$work/x.log" >"$work/small.log"
"$build/errkb" scan --kb "$work/kb" "$work/small.log" | head -1
