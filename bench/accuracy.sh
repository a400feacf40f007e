#!/usr/bin/env bash
# The figures of docs/accuracy.md: labelled queries over the imported corpus, with and without codes,
# and the share of ordinary log lines that get an answer.
#   bench/accuracy.sh BUILD_DIR SHARED_DIR      (SHARED_DIR holds corpus/, queries/, logs/)
# Prints Markdown. Needs jq.
set -euo pipefail
build=${1:?usage: bench/accuracy.sh BUILD_DIR SHARED_DIR}
shared=${2:?usage: bench/accuracy.sh BUILD_DIR SHARED_DIR}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kb=$work/corpus.kb
"$build/errkb-import" --kb "$kb" "$shared"/corpus/{avd,cpp,appstream,directory,codedeploy,iam} >/dev/null 2>&1

echo "| queries | kind | number | top-1 | top-3 | MRR@10 | coverage | risk | without an answer | false match | calibration error |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
for set in cpp ops; do
    for codes in "" --strip-codes; do
        "$build/errkb" eval --kb "$kb" $codes "$shared/queries/$set.jsonl" | sed '1d;/^95 % intervals/,$d' |
            awk -v set="$set${codes:+, codes removed}" '{
                printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n",
                       set, $1, $2, $3, $4, $5, $6, $7, $8, $9, $11 }' | grep -v '| none |'
    done
done

cat "$shared"/logs/*.log | tr -d '\r' |
    jq -Rc 'select(length > 0) | {text: ., expect: null}' >"$work/logs.jsonl"
echo
"$build/errkb" eval --kb "$kb" "$work/logs.jsonl" | sed -n 2p |
    awk '{ printf "Ordinary log lines, one query each: %d, of them answered as a match: %.5f.\n", $2, $9 }'
