#!/usr/bin/env bash
# Importing folders of documents: seconds, megabytes of Markdown a second, peak memory.
#   bench/import.sh BUILD_DIR DIR...
# Needs GNU time. Median of five runs into a new knowledge base each. Goals: 10 MB/s on one thread, 200 MB.
set -euo pipefail
build=${1:?usage: bench/import.sh BUILD_DIR DIR...}
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bytes=$(find "$@" -type f -name '*.md' ! -name 'SOURCES*' ! -name README.md -printf '%s\n' |
    awk '{s += $1} END {print s}')
files=$(find "$@" -type f -name '*.md' ! -name 'SOURCES*' ! -name README.md | wc -l)
for run in 1 2 3 4 5; do
    rm -f "$work/kb"
    /usr/bin/time -f '%e %U %M' -o "$work/time" "$build/errkb-import" --kb "$work/kb" "$@" >/dev/null 2>&1
    cat "$work/time" >>"$work/all"
done
sort -n "$work/all" | sed -n 3p | awk -v bytes="$bytes" -v files="$files" -v size="$(stat -c %s "$work/kb")" '
    { printf "%d files, %.1f MB: %.2f s elapsed, %.2f s user, %.1f MB/s, peak %.0f MB, knowledge base %.1f MB\n",
      files, bytes/1e6, $1, $2, bytes/1e6/$1, $3/1024, size/1e6 }'
