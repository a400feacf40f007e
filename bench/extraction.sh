#!/usr/bin/env bash
# How much of what the documents state becomes entries, and how much that is no problem does: the
# labels of bench/extraction/ against what an import of the corpus gives.
#   bench/extraction.sh [--wrong] BUILD_DIR SHARED_DIR      (SHARED_DIR holds corpus/)
# Prints Markdown; --wrong prints each miss instead, as path:line: what. Needs jq.
#
# What counts: a label's text reaches to the next label of its document. The first entry that begins
# there (of several in one line: the one with the code and message) matches the problem; further
# entries there, and entries in text that is labelled as no problem, are false. Text labelled null
# ("experts would differ") counts neither way. Code and message are right when all codes of the label
# are codes of the entry and each message is, in its words, one of the entry's, or most of it. A cause
# is attached when four words in a row of the labelled line are in it; a remedy, when the labelled
# words are. A line of an index with nothing but code and message counts as found where another
# document of its folder gave an entry with the code, since such lines are kept once.
set -euo pipefail
wrong=
if [ "${1:-}" = --wrong ]; then wrong=1; shift; fi
build=${1:?usage: bench/extraction.sh [--wrong] BUILD_DIR SHARED_DIR}
shared=${2:?usage: bench/extraction.sh [--wrong] BUILD_DIR SHARED_DIR}
here=$(dirname "$0")/extraction
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kb=$work/corpus.kb
"$build/errkb-import" --kb "$kb" "$shared"/corpus/{avd,cpp,appstream,directory,codedeploy,iam} >/dev/null 2>&1
"$build/errkb" list --kb "$kb" --json >"$work/list.jsonl"
cat "$here"/*.jsonl >"$work/labels.jsonl"

jq -r .path "$work/labels.jsonl" | sort -u | while IFS= read -r path; do
    jq -Rs --arg path "$path" '{($path): split("\n")}' "$shared/corpus/$path"
done | jq -s add >"$work/lines.json"
jq -c '{id, title, cause, remedy, messages, codes, path: "\(.source.name)/\(.source.path)",
        line: .source.line}' "$work/list.jsonl" >"$work/entries.jsonl"
jq -nc --slurpfile labels "$work/labels.jsonl" --slurpfile entries "$work/entries.jsonl" \
    --slurpfile lines "$work/lines.json" '{$labels, $entries, lines: $lines[0]}' |
    jq -c -f "$here/score.jq" >"$work/scores.jsonl"

if [ "$wrong" ]; then
    jq -r '.path as $p
        | (.problems[] | (select(.found | not) | [.line, "not found: \(.title)"]),
                         (select(.found and (.names | not)) | [.line,
                            "names: \(.title) | entry: \(.entry.codes + .entry.messages | join(" / "))"]),
                         (select(.found and .cause == false) | [.line, "cause: \(.title) | line \(.wanted.cause_line)"]),
                         (select(.found and .remedy == false) | [.line,
                            "remedy: \(.title) | \(.wanted.remedy) | entry: \(.entry.remedy[:80])"])),
          (.rows[] | select(.found | not) | [.line, "row not found"]),
          (.wrong[] | [.line, "no problem: \(.id)"])
        | "\($p):\(.[0]): \(.[1] | gsub("\n"; " "))"' "$work/scores.jsonl" | sort -t: -k1,1 -k2,2n
    exit 0
fi

echo "| folder | documents | problems | found | recall | false entries | precision | code, message right | with cause | attached | with remedy | attached | rows | found | no problem | gave an entry |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
jq -rs 'def share($n; $of): if $of == 0 then "-" else $n / $of * 1000 | round / 1000 end;
    def count(f): [.[] | f] | length;
    def line($name):
        count(.problems[]) as $problems | count(.problems[] | select(.found)) as $found
        | count(.wrong[]) as $wrong
        | count(.problems[] | select(.cause != null)) as $causes
        | count(.problems[] | select(.remedy != null)) as $remedies
        | [$name, length, $problems, $found, share($found; $problems), $wrong, share($found; $found + $wrong),
           share(count(.problems[] | select(.names)); $problems),
           $causes, share(count(.problems[] | select(.cause)); $causes),
           $remedies, share(count(.problems[] | select(.remedy)); $remedies),
           count(.rows[]), count(.rows[] | select(.found)),
           count(.sections[]), count(.sections[] | select(.entries | length > 0))]
        | "| \(map(tostring) | join(" | ")) |";
    (group_by(.folder)[] | line(.[0].folder)), line("all")' "$work/scores.jsonl"

# One-problem documents: the name ends with the code, the message stands in a block quote.
echo
(cd "$shared/corpus/cpp" && grep -rl --include='*.md' '^> *[^ \[]' .) | sort >"$work/quotes"
(cd "$shared/corpus/cpp" && find . -name '*[0-9].md' ! -name '*-through-*') | sort | grep -vE -e '-c[0-9]+-c[0-9]+\.md$' >"$work/pages"
comm -12 "$work/pages" "$work/quotes" | jq -Rc '{path: "cpp/\(.[2:])", quote: true}' >"$work/pages.jsonl"
comm -23 "$work/pages" "$work/quotes" | jq -Rc '{path: "cpp/\(.[2:])", quote: false}' >>"$work/pages.jsonl"
jq -rs --slurpfile entries "$work/entries.jsonl" '
    ($entries | group_by(.path) | map({key: .[0].path, value: .}) | from_entries) as $by_path
    | map((.path | capture("(?<code>[a-z]*[0-9]+)[.]md$")) as {$code} | . + {$code}) | map(. as $d | [$by_path[.path][]? | select(.codes | any(ascii_downcase == $d.code))] as $e
          | . + {right: (($e | length) == 1 and (($d.quote | not) or ($e[0].messages | length) > 0))})
    | "One-problem documents of cpp: \(length), of them exactly one entry with the code, and a message where the document shows one: \(map(select(.right)) | length)."' "$work/pages.jsonl"
