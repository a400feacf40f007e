#!/bin/bash
# reading.sh BUILD LOG... - what reading logs costs beside wc -l: plain ones (these, repeated), the
# same lines as JSON Lines and CSV, packed, and one line of 1 GB. Medians of 5, seconds of the
# processor; peak memory. BUILD must have the target errkb-reading; jq makes JSON and CSV.
set -u
[[ $# -ge 2 && -x $1/errkb-reading ]] || {
    echo "usage: reading.sh BUILD LOG...   (ninja -C BUILD errkb-reading)" >&2
    exit 2
}
reading=$(realpath "$1/errkb-reading")
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
megabytes=${MEGABYTES:-400}

cat "$@" >"$folder/part"
until (($(stat -c %s "$folder/part") > 20000000)); do
    cat "$@" >>"$folder/part"
done
for ((n = $(stat -c %s "$folder/part"); n < megabytes * 1000000; n += $(stat -c %s "$folder/part"))); do
    cat "$folder/part"
done >"$folder/plain.log"
head -n 100000 "$folder/part" | iconv -c -t UTF-8 | jq -cR \
    '{time: "2024-01-05T10:15:30.123Z", level: "info", logger: "app", msg: ., pid: 12, thread: "main"}' \
    >"$folder/lines.jsonl"
{
    echo '"TimeGenerated [UTC]","Source","CodeSymbolic","Code","Message","Operation"'
    head -n 100000 "$folder/part" | iconv -c -t UTF-8 |
        jq -rR '["1/5/2024, 10:15:30.123 AM", "app", "Symbol", 5, ., "x"] | @csv'
} >"$folder/rows.csv"
gzip -1c "$folder/part" >"$folder/part.gz"
zstd -q "$folder/part" -o "$folder/part.zst"
{
    head -c 1000000000 /dev/zero | tr '\0' a
    echo
} >"$folder/one-line.log"

median() { # of the column of 5 runs of a command
    local column=$1
    shift
    for _ in 1 2 3 4 5; do "$@"; done | cut -f "$column" | sort -g | sed -n 3p
}

counted() {
    local TIMEFORMAT='%U %S'
    { time wc -l "$1" >/dev/null; } 2>&1 | awk '{ print $1 + $2 }'
}

row() { # WORDS FILE [-r]
    local size seconds memory
    size=$("$reading" "$2" | cut -f 1)
    ((size > $(stat -c %s "$2"))) || size=$(stat -c %s "$2") # what it was packed to, or left out
    seconds=$(median 4 "$reading" ${3:-} "$2")
    memory=$(median 5 "$reading" ${3:-} "$2")
    awk -v what="$1" -v n="$size" -v s="$seconds" -v m="$memory" \
        'BEGIN { printf "%-32s %8.0f MB/s %8.1f MB\n", what, n / 1e6 / (s > 0 ? s : 0.001), m / 1024 }'
}

awk -v n="$(stat -c %s "$folder/plain.log")" -v s="$(median 1 counted "$folder/plain.log")" \
    'BEGIN { printf "%-32s %8.0f MB/s\n", "wc -l, plain lines", n / 1e6 / (s > 0 ? s : 0.001) }'
row "plain lines, read" "$folder/plain.log"
row "plain lines, every record" "$folder/part" -r
row "JSON Lines, every record" "$folder/lines.jsonl" -r
row "CSV, every record" "$folder/rows.csv" -r
row "gzip, read" "$folder/part.gz"
row "zstd, read" "$folder/part.zst"
row "one line of 1 GB" "$folder/one-line.log"
