# The parts of bench/accuracy that need no peer: documents, generated queries, errkb as an engine, the
# judge. Skipped without node.
command -v node >/dev/null || skip "no node"
bench=$ERRKB_SOURCE/bench/accuracy

mkdir docs
cat >docs/turbine.md <<'DOC'
# Turbine errors

## Error T100

> The turbine '<name>' cannot be started while its cover is open

Cause: the cover switch is off. Resolution: close the cover.

## Error T200

> No answer from the valve controller within <n> seconds

Cause: the line is broken. Resolution: look at the cable of the valve controller.

## Error T300

> No answer from the valve controller within <n> seconds

Cause: the controller runs older software. Resolution: load the new software into it.
DOC
must errkb import --kb kb docs >import.out
must errkb-engine documents kb >documents.jsonl
[[ $(grep -c '"messages":\["' documents.jsonl) == 3 ]] || fail "not three documents with a message"

cat >labels.jsonl <<'LABELS'
{"text": "T100: The turbine 'north 2' cannot be started while its cover is open", "expect": "docs/turbine.md", "kind": "message"}
{"text": "No answer from the valve controller within 30 seconds", "expect": ["docs/turbine.md#error-t200"], "kind": "message"}
{"text": "the printer is out of paper", "expect": null}
LABELS

# judged SET: "top-1 of row" lines of what errkb answers.
figures() {
    must errkb-engine answer kb queries.jsonl answers.jsonl
    must node "$bench/judge.mjs" documents.jsonl queries.jsonl answers.jsonl
}
for strip in "" --strip-codes; do
    # shellcheck disable=SC2086
    must errkb-engine queries $strip kb set labels.jsonl >queries.jsonl
    figures >figures.jsonl
    here=$(grep '"row":"set",' figures.jsonl | grep -oE '"top1":[0-9.]+' | cut -d: -f2)
    eval=$(errkb eval --kb kb $strip labels.jsonl | awk '$1 == "all" { print $3 + 0 }')
    [[ $here == "$eval" ]] || fail "the judge says top-1 is $here, errkb eval $eval"
done
grep -q '"shared":\["docs/turbine.md#error-t300' queries.jsonl || fail "the shared message is not right too"

# The same documents and seed, the same bytes; another seed, others; one query of each row.
must node "$bench/generate.mjs" documents.jsonl 1 >variants.jsonl
must node "$bench/generate.mjs" documents.jsonl 1 >again.jsonl
must node "$bench/generate.mjs" documents.jsonl 2 >others.jsonl
cmp -s variants.jsonl again.jsonl || fail "generated twice, they differ"
cmp -s variants.jsonl others.jsonl && fail "another seed makes no difference"
[[ $(wc -l <variants.jsonl) == 27 ]] || fail "not nine queries for each of three messages"
must errkb-engine queries kb generated variants.jsonl >queries.jsonl
figures >figures.jsonl
grep -q '"row":"generated, whole, with its code","queries":3,.*"top1":1,' figures.jsonl ||
    fail "whole messages with their codes are not found"
must errkb eval --kb kb --min-top1 0.5 variants.jsonl >eval.out

# A sample is the same each time, and of each row.
must node "$bench/sample.mjs" queries.jsonl 2 >sample.jsonl
[[ $(wc -l <sample.jsonl) == 18 ]] || fail "not two of each of nine rows"

# The judge, with answers that are known: copies of one document cost no place, nothing found is wrong.
cat >documents.jsonl <<'DOC'
{"id": "a", "group": "a"}
{"id": "a2", "group": "a"}
{"id": "b", "group": "b"}
DOC
cat >queries.jsonl <<'DOC'
{"id": "1", "set": "s", "kind": "", "text": "one", "answerable": true, "right": ["b"], "shared": []}
{"id": "2", "set": "s", "kind": "", "text": "two", "answerable": true, "right": ["a", "a2"], "shared": []}
{"id": "3", "set": "s", "kind": "", "text": "three", "answerable": true, "right": ["b"], "shared": ["a", "a2"]}
{"id": "4", "set": "s", "kind": "", "text": "four", "answerable": true, "right": ["b"], "shared": []}
{"id": "5", "set": "s", "kind": "", "text": "five", "answerable": false, "right": [], "shared": []}
DOC
cat >answers.jsonl <<'DOC'
{"id": "1", "answers": [{"id": "a", "score": 9}, {"id": "a2", "score": 8}, {"id": "b", "score": 7}]}
{"id": "2", "answers": [{"id": "a2", "score": 9}]}
{"id": "3", "answers": [{"id": "a", "score": 5}, {"id": "b", "score": 4}]}
{"id": "4", "answers": []}
{"id": "5", "answers": [{"id": "a", "score": 6}]}
DOC
must node "$bench/judge.mjs" documents.jsonl queries.jsonl answers.jsonl >figures.jsonl
grep -q '"top1":0.5,"top3":0.75,"mrr":0.625,"shared":1,"falseAtScore":1,' figures.jsonl ||
    { cat figures.jsonl; fail "another judgement than by hand"; }

# Tables go between the marks and nowhere else.
printf '%s\n' before '<!-- bench/accuracy/run: begin -->' old '<!-- bench/accuracy/run: end -->' after >page.md
echo new >tables.md
must node "$bench/insert.mjs" tables.md page.md
[[ $(tr -s '\n' ' ' <page.md) == 'before <!-- bench/accuracy/run: begin --> new <!-- bench/accuracy/run: end --> after ' ]] ||
    fail "$(cat page.md)"

# Neither a place to fetch packages from nor a path stands in what is committed.
grep -q '"resolved"' "$bench/peers/package-lock.json" && fail "the lock file names a registry"
exit 0
