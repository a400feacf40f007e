# The program that fits the weights, on a small set: it runs, gives the same twice, and its rules are
# those of the matcher.
fit=$(dirname "$(readlink -f "$(command -v errkb)")")/accuracy_fit
must errkb import --kb kb --name kb "$ERRKB_SOURCE/kb/avd-azure-ad-joined.md" >/dev/null
must errkb import --kb local.kb "$TESTS/../data/local" >/dev/null
cat >lines.log <<'END'
12:00:01 INFO session 17 opened for user alice
12:00:02 INFO worker 3 took job 4711 from the queue
12:00:05 INFO 18 files written to /srv/data in 3 s
END
options=(-k local.kb -s kb -n lines.log -g 60 -x 60 -f 3 -v 'all, L2 0.1' -w 3)
must "$fit" "${options[@]}" -o first.h "$TESTS/../data/local/queries.jsonl" >first.md
must "$fit" "${options[@]}" -o second.h "$TESTS/../data/local/queries.jsonl" >second.md
cmp first.md second.md || fail "another run, other figures"
cmp first.h second.h || fail "another run, other constants"
agreement=$(grep -oE '\([01]\.[0-9]{4}\)\.$' first.md)
[[ $agreement > '(0.99' ]] || fail "the rules are not the matcher's: $agreement"

# Every set is there, and every constant that weights.h has.
for set in queries 'queries, no codes' 'log lines' generated 'left out' samples 'near misses'; do
    [[ $(grep -c "^| $set | [1-9]" first.md) == 3 ]] || fail "not three tables with $set"
done
for constant in $(sed -nE 's/^#define ((SCORE|PREFER|VERDICT)_[A-Z_]+) .*/\1/p' \
    "$ERRKB_SOURCE/src/match/weights.h"); do
    grep -q "^#define $constant " first.h || fail "no $constant among the constants"
done
# What ships finds its own samples, whatever the folds.
awk -F'|' '/^### In sample/ { on = 1 } on && $2 == " samples " { exit !($4 > 0.95) }' first.md ||
    fail "the weights that were fitted to the samples do not find them"

"$fit" -k local.kb -v 'no such' "$TESTS/../data/local/queries.jsonl" >/dev/null 2>&1 &&
    fail "an unknown variant"
"$fit" -k missing.kb "$TESTS/../data/local/queries.jsonl" >/dev/null 2>&1 && fail "a missing file"
"$fit" >/dev/null 2>&1 && fail "no arguments"
echo "accuracy_fit: good"
